package dev.headgate.http.admin;

import dev.headgate.api.Principal;
import dev.headgate.api.quota.Metered.Standing;
import dev.headgate.dispatch.Snapshot;
import dev.headgate.http.admin.AdminCall.Answer;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Says how the limits of a caller stand: to operators of anybody's, to callers of their own. */
public final class UsageCall {
    private static final int MOST_NAMES = 20;

    private final Supplier<Snapshot> snapshot;

    public UsageCall(Supplier<Snapshot> snapshot) {
        this.snapshot = snapshot;
    }

    public AdminCall call() {
        return new AdminCall("GET", "/usage", this::usage);
    }

    private Future<Answer> usage(AdminCall.Request request) {
        Snapshot now = snapshot.get();
        Optional<String> key = request.parameter("key");
        Optional<String> team = request.parameter("team");
        if (key.isPresent()) {
            return now.keys()
                    .named(key)
                    .map(c -> of(now, c.principal()))
                    .orElseGet(() -> refused(404, "key: no key has this name (its name, not the key itself)"));
        }
        if (team.isEmpty()) {
            return refused(400, "name a key or a team: GET /usage?key=NAME, or GET /usage?team=NAME");
        }
        Set<String> teams = now.keys().teams();
        return teams.contains(team.get())
                ? of(now, new Principal(team.get(), "-"))
                : refused(404, "team: no key belongs to a team of this name; known: " + some(teams));
    }

    private static String some(Set<String> names) {
        return names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
                + (names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "");
    }

    private static Future<Answer> refused(int status, String message) {
        return Future.succeededFuture(Answer.refused(status, message));
    }

    /** What one caller is told. */
    public static Future<Answer> of(Snapshot snapshot, Principal caller) {
        return snapshot.standing(caller).map(all -> Answer.json(200, report(caller, all)));
    }

    private static Map<String, Object> report(Principal caller, List<Standing> all) {
        var report = new LinkedHashMap<String, Object>();
        report.put("object", "usage");
        report.put("team", caller.team());
        report.put("key", caller.key());
        report.put("limits", all.stream().map(UsageCall::row).toList());
        return report;
    }

    private static Map<String, Object> row(Standing s) {
        var row = new LinkedHashMap<String, Object>();
        row.put("scope", s.scope());
        row.put("name", s.name());
        row.put("dimension", s.dimension());
        row.put("window", s.window());
        row.put("limit", s.limit());
        row.put("used", s.left().used());
        row.put("remaining", s.left().remaining());
        row.put("reset_ms", s.left().reset().toMillis());
        return row;
    }
}
