package dev.headgate.dispatch;

import dev.headgate.api.Operation;
import dev.headgate.identity.Caller;
import dev.headgate.route.Fallback;
import dev.headgate.route.Route;
import dev.headgate.route.Target;
import dev.headgate.upstream.Upstream;
import dev.headgate.upstream.health.Standing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/** What would happen now to a chat request of one caller for one model, as plain values for people and programs. */
public final class Explanation {
    /** What a model is explained for: the first of these that it has. */
    private static final List<Operation> ASKED_FIRST =
            List.of(Operation.CHAT, Operation.EMBEDDING, Operation.RERANK, Operation.COMPLETION, Operation.TOKEN_COUNT);

    private final Snapshot snapshot;
    private final Legs legs;
    private final String model;
    private final long now;

    private Explanation(Snapshot snapshot, Legs legs, String model, long now) {
        this.snapshot = snapshot;
        this.legs = legs;
        this.model = model;
        this.now = now;
    }

    /** Maps, lists, texts and numbers. */
    public static Map<String, Object> of(Snapshot snapshot, Caller caller, String model, long now) {
        var e = new LinkedHashMap<String, Object>();
        e.put("model", model);
        e.put("team", caller.team().name());
        e.put("key", caller.principal().key());
        Operation operation = ASKED_FIRST.stream()
                .filter(o ->
                        Legs.find(snapshot, caller, model, o).filter(Legs::some).isPresent())
                .findFirst()
                .orElse(Operation.CHAT);
        Optional<Legs> legs = Legs.find(snapshot, caller, model, operation);
        if (legs.isEmpty()) {
            e.put("outcome", "404 model_not_found");
        } else {
            if (operation != Operation.CHAT) {
                e.put("operation", operation.label()); // it has no chats
            }
            new Explanation(snapshot, legs.get(), model, now).fill(e);
        }
        return e;
    }

    private void fill(Map<String, Object> e) {
        Route route = legs.route();
        e.put("route", route.name());
        e.put("policy", word(route.policy()));
        e.put("affinity", word(route.affinity()));
        List<Leg> order = legs.of(
                route.order(model, OptionalLong.empty(), snapshot.standings(now), RandomGenerator.getDefault()));
        e.put("outcome", outcome(order));
        e.put("targets", order.stream().map(this::target).toList());
        var refusals = new ArrayList<Object>();
        for (Fallback f : route.fallbacks()) {
            if (!f.causes().contains(Fallback.Cause.FAILURE)) {
                legs.leg(f.target()).ifPresent(l -> {
                    Map<String, Object> shown = target(l);
                    shown.put(
                            "on",
                            f.causes().stream().map(Explanation::word).sorted().toList());
                    refusals.add(shown);
                });
            }
        }
        if (!refusals.isEmpty()) {
            e.put("after-refusals", refusals);
        }
        route.shadow().ifPresent(s -> e.put("shadow", Map.of("to", name(s.target()), "share", s.share())));
        List<String> drills = snapshot.drills().underWay(now).stream()
                .map(d -> d.id() + ": " + d.fault().label())
                .toList();
        if (!drills.isEmpty()) {
            e.put("drills", drills);
        }
    }

    private String outcome(List<Leg> order) {
        if (order.isEmpty()) {
            return Integer.toString(legs.none().status());
        }
        return order.stream()
                .filter(l -> l.upstream().standing(l.model(), now).usable(true))
                .findFirst()
                .map(l -> "asks " + l.target().upstream() + "/" + l.model())
                .orElseGet(() -> {
                    var failure = Unavailable.failure(order, now);
                    return failure.status() + " " + failure.kind().label();
                });
    }

    private Map<String, Object> target(Leg leg) {
        Upstream upstream = leg.upstream();
        var shown = new LinkedHashMap<String, Object>();
        shown.put("to", leg.target().upstream() + "/" + leg.model());
        shown.put("weight", leg.target().weight());
        shown.put("in-flight", leg.load().inFlight());
        leg.load().latency().estimate(now).ifPresent(nanos -> shown.put("time-to-first-token-ms", nanos / 1_000_000));
        upstream.concurrency()
                .ifPresent(c -> shown.put("concurrency", Map.of("under-way", c.underWay(), "limit", c.limit())));
        shown.put(
                "credentials",
                upstream.standings(leg.model(), now).stream()
                        .map(this::standing)
                        .toList());
        return shown;
    }

    private Map<String, Object> standing(Standing s) {
        var shown = new LinkedHashMap<String, Object>();
        shown.put("state", s.state().label());
        if (s.rest(now).isPositive()) {
            shown.put("for-ms", s.rest(now).toMillis());
        }
        return shown;
    }

    private static String name(Target t) {
        return t.upstream() + "/" + t.model();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
