package dev.headgate.upstream;

import dev.headgate.api.Body;
import dev.headgate.api.Operation;
import dev.headgate.dialect.Dialect;
import dev.headgate.dialect.Translator;
import dev.headgate.route.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One try to be made at one upstream.
 *
 * @param model the model as the upstream calls it, fit for a URL once encoded
 * @param body the bytes to send
 * @param streaming whether a stream is asked for
 * @param choices how many answers are asked for
 * @param usageWanted whether the caller asked for usage in the stream itself
 * @param base64 whether the caller wants vectors in base64, whatever the provider knows of it
 * @param headers further headers, names in lower case
 * @param limits the route's time limits
 * @param remaining what is left of the exchange's total
 * @param translator carries the answer back from the upstream's wire format, where that is not the caller's
 * @param detour carries the request instead of the upstream's own engine, when that is to be pretended
 */
public record AttemptRequest(
        Dialect dialect,
        Operation operation,
        String model,
        Body body,
        boolean streaming,
        int choices,
        boolean usageWanted,
        boolean base64,
        List<Map.Entry<String, String>> headers,
        Limits limits,
        Duration remaining,
        Optional<Translator> translator,
        Optional<Engine> detour) {}
