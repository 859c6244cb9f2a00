package dev.headgate.plugin.ratelimit;

import dev.headgate.api.Principal;
import dev.headgate.api.quota.Quota;
import dev.headgate.api.quota.Quotas;
import dev.headgate.plugin.ratelimit.Rule.Scope;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All rules of one configuration, found by caller and model. Those of a caller are put together once; callers are those of
 * the configuration, so there are only so many.
 */
final class Rules {
    private static final int MOST_CALLERS = 100_000;

    private final Quota eachTeam;
    private final Quota eachKey;
    private final Quotas quotas;
    private final InstantSource clock;
    private final List<Rule> gateway;
    private final Patterns<List<Rule>> models;
    private final Map<String, Quota> eachTeamModels;
    private final Map<Principal, OfCaller> callers = new ConcurrentHashMap<>();

    /** What is in force for one caller: whatever the model, and by model. */
    private record OfCaller(List<Rule> always, Patterns<List<Rule>> models) {}

    Rules(RateLimitFactory.Settings settings, Quotas quotas, InstantSource clock) {
        this.eachTeam = settings.eachTeam();
        this.eachKey = settings.eachKey();
        this.quotas = quotas;
        this.clock = clock;
        this.gateway = Rule.of(Scope.GATEWAY, "", settings.gateway(), clock.instant());
        this.models = patterns(Scope.MODEL, "", settings.models());
        this.eachTeamModels = settings.eachTeamModels();
    }

    private Patterns<List<Rule>> patterns(Scope scope, String before, Map<String, Quota> configured) {
        var rules = new HashMap<String, List<Rule>>();
        configured.forEach((model, quota) -> rules.put(
                model, Rule.of(scope, before.isEmpty() ? model : before + " " + model, quota, clock.instant())));
        return new Patterns<>(rules);
    }

    /** Those that a request of this caller for this model meets. */
    List<Rule> of(Principal caller, String model) {
        OfCaller known = callers.get(caller);
        OfCaller its = known == null ? make(caller) : known;
        Optional<List<Rule>> ofModel = models.of(model);
        Optional<List<Rule>> ofBoth = its.models.of(model);
        if (ofModel.isEmpty() && ofBoth.isEmpty()) {
            return its.always;
        }
        var all = new ArrayList<>(its.always);
        ofModel.ifPresent(all::addAll);
        ofBoth.ifPresent(all::addAll);
        return all;
    }

    /** Those that this caller meets, whatever the model and for any. */
    List<Rule> of(Principal caller) {
        OfCaller known = callers.get(caller);
        OfCaller its = known == null ? make(caller) : known;
        var all = new ArrayList<>(its.always);
        models.all().forEach(all::addAll);
        its.models.all().forEach(all::addAll);
        return all;
    }

    private OfCaller make(Principal caller) {
        var always = new ArrayList<Rule>();
        if (!caller.key().equals("-")) {
            Quota own = quotas.keys().getOrDefault(caller.key(), eachKey);
            always.addAll(Rule.of(Scope.KEY, caller.key(), own, clock.instant()));
        }
        Quota ofTeam = quotas.teams().getOrDefault(caller.team(), eachTeam);
        always.addAll(Rule.of(Scope.TEAM, caller.team(), ofTeam, clock.instant()));
        always.addAll(gateway);
        var made = new OfCaller(List.copyOf(always), patterns(Scope.TEAM_MODEL, caller.team(), eachTeamModels));
        if (callers.size() < MOST_CALLERS) {
            callers.put(caller, made);
        }
        return made;
    }
}
