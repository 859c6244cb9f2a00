package dev.headgate.telemetry;

import dev.headgate.api.Attempt;
import dev.headgate.api.Failure;
import dev.headgate.api.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of an exchange when it has ended. Nothing in here comes from a prompt or an answer.
 *
 * @param id its id, as the caller saw it
 * @param team the team, or {@code -} when the caller was not admitted
 * @param key the key's name, or {@code -}
 * @param operation the operation's label
 * @param model the model as the caller named it, or {@code -} when it is not fit to be written
 * @param route the route's name, empty when none was found
 * @param upstream the upstream that answered or was tried last, empty when none was
 * @param notes what filters have left for the log, by name
 * @param status the HTTP status the caller saw; 499 when it had left
 * @param dropped members of the request that were left out of what the upstream was sent
 */
public record ExchangeReport(
        String id,
        String team,
        String key,
        String operation,
        String model,
        String route,
        String upstream,
        int status,
        Optional<Failure.Kind> failure,
        List<Attempt> attempts,
        List<String> dropped,
        Optional<Duration> timeToFirstToken,
        Duration total,
        Optional<Duration> meanPause,
        Usage usage,
        Map<String, String> notes) {}
