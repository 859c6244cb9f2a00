package dev.headgate.plugin.responsecache;

import dev.headgate.api.Exchange;
import dev.headgate.api.Operation;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A request as the cache sees it.
 *
 * @param usageWanted whether usage is to be told at the end of a stream
 * @param cacheable whether its answer may be one that others have got, by what the request itself says
 * @param question what it asks, if a similar question's answer may do
 * @param way what the configuration says about how it is answered
 */
record Request(Key key, boolean usageWanted, boolean cacheable, Optional<Question> question, String way) {
    /** How an answer is handed over, which is all that these say. */
    private static final Set<String> HANDING_OVER = Set.of("stream", "stream_options");

    /**
     * @param way what the configuration says about how it is answered
     */
    static Request of(Exchange exchange, String way, Settings settings) {
        Json body = Json.read(exchange.body().array());
        Json options = body.get("stream_options");
        return new Request(
                key(exchange, way, body, settings.share()),
                options.get("include_usage").kind() == Json.Kind.TRUE,
                cacheable(exchange, body, settings),
                settings.semantic().flatMap(s -> Question.of(exchange, body, s)),
                way);
    }

    /** What its question may be compared with: those of requests that are the same in all else. */
    Key room(Exchange exchange, Question question, Settings.Share share) {
        return key(exchange, way, question.request(), share);
    }

    private static Key key(Exchange exchange, String way, Json body, Settings.Share share) {
        var digest = new Key.Digest();
        share.tell(exchange.principal(), digest);
        digest.part(exchange.dialect()).part(exchange.operation().label()).part(way);
        digest.part(Canonical.of(body, HANDING_OVER));
        for (Map.Entry<String, String> header : exchange.forwarded().entries()) {
            digest.part(header.getKey()).part(header.getValue());
        }
        return digest.key();
    }

    private static boolean cacheable(Exchange exchange, Json body, Settings settings) {
        if (exchange.choices() > 1 && !settings.several()) {
            return false;
        }
        return !settings.onlyDeterministic() || !generates(exchange.operation()) || cold(body, settings.temperature());
    }

    private static boolean generates(Operation operation) {
        return operation == Operation.CHAT || operation == Operation.COMPLETION;
    }

    private static boolean cold(Json body, double limit) {
        Json temperature = body.get("temperature");
        return temperature.kind() == Json.Kind.NUMBER && Double.parseDouble(temperature.raw()) <= limit;
    }
}
