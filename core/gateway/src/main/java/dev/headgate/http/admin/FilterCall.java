package dev.headgate.http.admin;

import dev.headgate.api.Operated;
import dev.headgate.dispatch.Snapshot;
import dev.headgate.http.admin.AdminCall.Answer;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Passes an operator's order on to the filters of one name, wherever the configuration in place has them. */
public final class FilterCall {
    private static final String ORDER = "order";

    private final Supplier<Snapshot> snapshot;

    public FilterCall(Supplier<Snapshot> snapshot) {
        this.snapshot = snapshot;
    }

    public AdminCall call() {
        return new AdminCall("POST", "/filters/*", this::order);
    }

    private Future<Answer> order(AdminCall.Request request) {
        List<Operated> filters = snapshot.get().operated(request.rest());
        if (filters.isEmpty()) {
            return refused(404, "no filter of the configuration in place has this name and takes orders");
        }
        if (request.parameter(ORDER).isEmpty()) {
            return refused(400, "order: say what is to be done: POST /filters/NAME?order=ORDER");
        }
        var parameters = new HashMap<>(request.query());
        parameters.remove(ORDER);
        try {
            List<Future<Map<String, Object>>> done = filters.stream()
                    .map(f -> f.operate(request.parameter(ORDER).orElseThrow(), Map.copyOf(parameters)))
                    .toList();
            return Future.all(done)
                    .map(all -> Answer.json(
                            200,
                            Map.of("filters", done.stream().map(Future::result).toList())));
        } catch (IllegalArgumentException e) {
            return refused(400, String.valueOf(e.getMessage()));
        }
    }

    private static Future<Answer> refused(int status, String message) {
        return Future.succeededFuture(Answer.refused(status, message));
    }
}
