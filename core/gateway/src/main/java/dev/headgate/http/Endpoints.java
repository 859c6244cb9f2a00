package dev.headgate.http;

import dev.headgate.api.Operation;
import dev.headgate.dialect.Dialect;
import dev.headgate.dialect.Endpoint;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Which dialect and operation a path leads to. Paths match exactly, as they came; only a model id is decoded, once. */
final class Endpoints {
    private final Map<String, List<Bound>> exact = new HashMap<>();
    private final List<Bound> prefixed = new ArrayList<>();

    /** An endpoint of a dialect. */
    private record Bound(Dialect dialect, Endpoint endpoint) {}

    /** What a request asks for; {@code model} is the id in its path. */
    record Match(Dialect dialect, Operation operation, Optional<String> model) {}

    /** What a path and a method come to. */
    sealed interface Result {
        record Found(Match match) implements Result {}

        record WrongMethod(String allowed) implements Result {}

        record Unknown() implements Result {}
    }

    Endpoints(List<Dialect> dialects) {
        for (Dialect d : dialects) {
            for (Endpoint e : d.endpoints()) {
                if (e.path().endsWith("/")) {
                    prefixed.add(new Bound(d, e));
                } else {
                    exact.computeIfAbsent(e.path(), p -> new ArrayList<>(1)).add(new Bound(d, e));
                }
            }
        }
    }

    Result find(String method, String path) {
        List<Bound> candidates = exact.get(path);
        if (candidates != null) {
            return choose(candidates, method, Optional.empty());
        }
        for (Bound b : prefixed) {
            String prefix = b.endpoint.path();
            if (path.startsWith(prefix) && path.length() > prefix.length()) {
                return decode(path.substring(prefix.length()))
                        .map(id -> choose(List.of(b), method, Optional.of(id)))
                        .orElseGet(Result.Unknown::new);
            }
        }
        return new Result.Unknown();
    }

    private static Result choose(List<Bound> candidates, String method, Optional<String> model) {
        var allowed = new TreeSet<String>();
        for (Bound b : candidates) {
            if (b.endpoint.method().equals(method)) {
                return new Result.Found(new Match(b.dialect, b.endpoint.operation(), model));
            }
            allowed.add(b.endpoint.method());
        }
        return new Result.WrongMethod(String.join(", ", allowed));
    }

    private static Optional<String> decode(String segment) {
        try {
            return Optional.of(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
