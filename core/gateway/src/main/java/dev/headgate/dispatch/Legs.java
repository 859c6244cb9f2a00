package dev.headgate.dispatch;

import dev.headgate.api.Failure;
import dev.headgate.api.Failure.Kind;
import dev.headgate.api.Operation;
import dev.headgate.dialect.UnknownModel;
import dev.headgate.identity.AllowList;
import dev.headgate.identity.Caller;
import dev.headgate.route.Route;
import dev.headgate.route.Target;
import dev.headgate.upstream.Upstream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which of a route's targets one caller's requests may be sent to. */
final class Legs {
    private final Snapshot snapshot;
    private final AllowList allowed;
    private final String model;
    private final Operation operation;
    private final Route route;
    private final String kept;

    private Legs(Snapshot snapshot, AllowList allowed, String model, Operation operation, Route route) {
        this.snapshot = snapshot;
        this.allowed = allowed;
        this.model = model;
        this.operation = operation;
        this.route = route;
        this.kept = route.kept(model);
    }

    /** Those of the route that this model id leads to, or empty when the caller knows no such model. */
    static Optional<Legs> find(Snapshot snapshot, Caller caller, String model, Operation operation) {
        AllowList allowed = caller.team().models();
        return snapshot.routes()
                .find(model)
                .filter(r -> allowed.mayName(model))
                .map(r -> new Legs(snapshot, allowed, model, operation, r));
    }

    Route route() {
        return route;
    }

    /** Those of these targets that may be asked, in the same order. */
    List<Leg> of(List<Target> targets) {
        var legs = new ArrayList<Leg>(targets.size());
        for (Target t : targets) {
            leg(t).ifPresent(legs::add);
        }
        return legs;
    }

    /** Whether there is any. */
    boolean some() {
        return route.reachable().anyMatch(t -> leg(t).isPresent());
    }

    /** What to make of a target, when this caller may reach it and its upstream has the operation. */
    Optional<Leg> leg(Target t) {
        String there = t.model(kept);
        Upstream upstream = snapshot.upstreams().get(t.upstream());
        return upstream != null && allowed.mayReach(model, t.upstream(), there) && has(upstream)
                ? Optional.of(new Leg(t, there, upstream))
                : Optional.empty();
    }

    /** Why none of them may be asked. */
    Failure none() {
        List<Target> reachable = route.reachable()
                .filter(t -> allowed.mayReach(model, t.upstream(), t.model(kept)))
                .toList();
        if (reachable.isEmpty()) {
            return UnknownModel.failure(model);
        }
        return reachable.stream().anyMatch(this::mightHave)
                ? Failure.of(Kind.NO_TARGET, "No upstream is available for this model.")
                : unsupported();
    }

    /** An upstream without its key is not there, and might have everything. */
    private boolean mightHave(Target t) {
        Upstream upstream = snapshot.upstreams().get(t.upstream());
        return upstream == null || has(upstream);
    }

    private boolean has(Upstream upstream) {
        return upstream.provider().supports(operation);
    }

    /** Names who could do it: kinds of operators, of which the gateway makes no secret. */
    private Failure unsupported() {
        String able = snapshot.upstreams().values().stream()
                .filter(this::has)
                .map(u -> u.provider().name())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        String what = "The upstreams of the model '" + model + "' do not have the operation " + operation.label() + ".";
        return Failure.invalid(
                        able.isEmpty() ? what : what + " Those of these providers have it: " + able + ".",
                        "model",
                        "unsupported_operation")
                .withStatus(404);
    }
}
