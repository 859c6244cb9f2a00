package dev.headgate.http.admin;

import dev.headgate.http.admin.AdminCall.Answer;
import dev.headgate.http.admin.AdminCall.Request;
import dev.headgate.time.Clock;
import dev.headgate.upstream.drill.Drill;
import dev.headgate.upstream.drill.Drills;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins, shows and ends drills. */
public final class DrillCalls {
    private static final Logger LOG = LoggerFactory.getLogger(DrillCalls.class);

    private final Drills drills;
    private final Clock clock;
    private final AtomicLong count = new AtomicLong();

    public DrillCalls(Drills drills, Clock clock) {
        this.drills = drills;
        this.clock = clock;
    }

    public List<AdminCall> all() {
        return List.of(
                new AdminCall("GET", "/drills", r -> Future.succeededFuture(list())),
                new AdminCall("POST", "/drills", r -> Future.succeededFuture(begin(r))),
                new AdminCall("DELETE", "/drills/*", r -> Future.succeededFuture(end(r))));
    }

    private Answer list() {
        long now = clock.nanos();
        return Answer.json(
                200,
                Map.of(
                        "drills",
                        drills.underWay(now).stream().map(d -> shown(d, now)).toList()));
    }

    private Answer begin(Request request) {
        try {
            long now = clock.nanos();
            Drill drill = DrillOrder.read(request.body()).drill("drill-" + count.incrementAndGet(), now);
            if (!drills.begin(drill, now)) {
                return Answer.refused(409, Drills.MOST + " drills are under way; end one with DELETE /drills/ID");
            }
            LOG.warn("drill {} begun: {}", drill.id(), shown(drill, now));
            return Answer.json(201, shown(drill, now));
        } catch (IllegalArgumentException e) {
            return Answer.refused(400, String.valueOf(e.getMessage()));
        }
    }

    private Answer end(Request request) {
        if (!drills.end(request.rest(), clock.nanos())) {
            return Answer.refused(404, "no drill of this id is under way; see GET /drills");
        }
        LOG.warn("drill {} ended", request.rest());
        return list();
    }

    private static Map<String, Object> shown(Drill d, long now) {
        var shown = new LinkedHashMap<String, Object>();
        shown.put("id", d.id());
        shown.put("fault", d.fault().label());
        d.upstream().ifPresent(u -> shown.put("upstream", u));
        d.key().ifPresent(k -> shown.put("key", k));
        d.model().ifPresent(m -> shown.put("model", m));
        shown.put("share", d.share());
        shown.put("seconds-left", Duration.ofNanos(d.until() - now).toSeconds());
        return shown;
    }
}
