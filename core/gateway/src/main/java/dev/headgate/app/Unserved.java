package dev.headgate.app;

import dev.headgate.config.ConfigError;
import dev.headgate.config.FallbackRef;
import dev.headgate.config.TargetRef;
import dev.headgate.route.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Why models of a configuration answer 404 although they are routed: their upstreams lack keys. */
final class Unserved {
    private Unserved() {}

    /** One warning for all the models that lack the same keys. */
    static List<ConfigError> warnings(Blueprint b) {
        var byReason = new LinkedHashMap<String, List<String>>();
        b.unserved()
                .forEach(r -> byReason.computeIfAbsent(reason(b, r), x -> new ArrayList<>())
                        .add(r.name()));
        return byReason.entrySet().stream().map(e -> warning(b, e)).toList();
    }

    private static ConfigError warning(Blueprint b, Map.Entry<String, List<String>> models) {
        List<String> names = models.getValue();
        String others = names.size() == 1 ? "" : "; likewise " + String.join(", ", names.subList(1, names.size()));
        return b.positions().error("models." + names.getFirst(), "answers 404: " + models.getKey() + others);
    }

    /** The keys that are missing, in words: {@code OPENAI_API_KEY is not set}. */
    static String reason(Blueprint b, Route r) {
        dev.headgate.config.Route configured =
                Objects.requireNonNull(b.config().models().get(r.name()));
        return Stream.concat(
                                configured.targets().stream().map(TargetRef::upstream),
                                configured.fallback().stream().map(FallbackRef::upstream))
                        .map(name -> Objects.requireNonNull(b.upstreams().get(name)))
                        .map(UpstreamPlan::missingVariable)
                        .flatMap(Optional::stream)
                        .distinct()
                        .collect(Collectors.joining(" and "))
                + " is not set";
    }
}
