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
import java.util.function.Supplier;

/** Says how the limits of a caller stand: to operators of anybody's, to callers of their own. */
public final class UsageCall {
    private final Supplier<Snapshot> snapshot;

    public UsageCall(Supplier<Snapshot> snapshot) {
        this.snapshot = snapshot;
    }

    public AdminCall call() {
        return new AdminCall("GET", "/usage", this::usage);
    }

    private Future<Answer> usage(AdminCall.Request request) {
        Snapshot now = snapshot.get();
        Optional<Principal> caller = request.parameter("key").isPresent()
                ? now.keys().named(request.parameter("key")).map(c -> c.principal())
                : request.parameter("team").map(team -> new Principal(team, "-"));
        if (caller.isEmpty()) {
            return Future.succeededFuture(Answer.refused(
                    400,
                    request.parameter("key").isPresent()
                            ? "key: no key has this name"
                            : "name a key or a team (its name, not the key itself): GET /usage?key=NAME"));
        }
        return of(now, caller.get());
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
