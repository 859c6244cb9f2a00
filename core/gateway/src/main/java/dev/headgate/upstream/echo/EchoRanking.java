package dev.headgate.upstream.echo;

import dev.headgate.wire.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Orders documents by how many of the query's words they hold. */
final class EchoRanking {
    private final EchoRequest request;
    private final Set<String> wanted;
    private final List<String> documents;

    EchoRanking(EchoRequest request) {
        this.request = request;
        this.wanted = words(request.query());
        this.documents = request.documents();
    }

    private static Set<String> words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("\\W+"))
                .filter(w -> !w.isEmpty())
                .collect(Collectors.toSet());
    }

    private double score(int index) {
        Set<String> held = words(documents.get(index));
        held.retainAll(wanted);
        return wanted.isEmpty() ? 0 : (double) held.size() / wanted.size();
    }

    /** The results in Cohere's shape, the best first. */
    String results() {
        return IntStream.range(0, documents.size())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -score(i)))
                .limit(request.top())
                .map(this::result)
                .collect(Collectors.joining(",", "\"results\":[", "]"));
    }

    private String result(int index) {
        String document = request.repeats()
                ? ",\"document\":{\"text\":"
                        + new String(JsonString.quote(documents.get(index)), StandardCharsets.UTF_8) + "}"
                : "";
        return "{\"index\":" + index + ",\"relevance_score\":" + score(index) + document + "}";
    }
}
