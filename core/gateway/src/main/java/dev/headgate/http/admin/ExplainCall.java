package dev.headgate.http.admin;

import dev.headgate.dispatch.Explanation;
import dev.headgate.dispatch.Snapshot;
import dev.headgate.http.admin.AdminCall.Answer;
import dev.headgate.identity.Caller;
import dev.headgate.time.Clock;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;

/** Says what would happen to a request now, without sending anything. */
public final class ExplainCall {
    private final Supplier<Snapshot> snapshot;
    private final Clock clock;

    public ExplainCall(Supplier<Snapshot> snapshot, Clock clock) {
        this.snapshot = snapshot;
        this.clock = clock;
    }

    public AdminCall call() {
        return new AdminCall("GET", "/explain", r -> Future.succeededFuture(explain(r)));
    }

    private Answer explain(AdminCall.Request request) {
        Optional<String> model = request.parameter("model");
        if (model.isEmpty()) {
            return Answer.refused(400, "name the model: GET /explain?model=M&key=NAME");
        }
        Snapshot now = snapshot.get();
        Optional<Caller> caller = now.keys().named(request.parameter("key"));
        if (caller.isEmpty()) {
            return Answer.refused(
                    400,
                    request.parameter("key").isPresent()
                            ? "key: no key has this name"
                            : "name the caller's key (its name, not the key itself): GET /explain?model=M&key=NAME");
        }
        return Answer.json(200, Explanation.of(now, caller.get(), model.get(), clock.nanos()));
    }
}
