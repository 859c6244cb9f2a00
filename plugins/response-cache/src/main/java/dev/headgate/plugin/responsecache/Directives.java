package dev.headgate.plugin.responsecache;

import dev.headgate.api.Exchange;
import dev.headgate.api.Failure;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a caller asks of the cache.
 *
 * @param noStore neither looked up nor kept
 * @param maxAge the oldest answer that will do; nothing does when it is zero
 * @param ttl how long the answer is to be kept; zero for not at all
 */
record Directives(boolean noStore, Duration maxAge, Duration ttl) {
    private static final String TTL = "x-headgate-cache-ttl";
    private static final Duration ANY = Duration.ofDays(36_500);
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)?");

    /**
     * @throws dev.headgate.api.GatewayException for a time to live that is none
     */
    static Directives of(Exchange exchange, Settings settings) {
        boolean noStore = false;
        Duration maxAge = ANY;
        String control = exchange.header("cache-control").orElse("");
        if (!control.isEmpty()) {
            for (String part : control.toLowerCase(Locale.ROOT).split(",", -1)) {
                String directive = part.strip();
                if (directive.equals("no-store")) {
                    noStore = true;
                } else if (directive.equals("no-cache")) {
                    maxAge = Duration.ZERO;
                } else if (directive.startsWith("max-age=")) {
                    Duration asked = seconds(directive.substring("max-age=".length()));
                    maxAge = asked.compareTo(maxAge) < 0 ? asked : maxAge;
                }
            }
        }
        Duration ttl = exchange.header(TTL).map(Directives::time).orElse(settings.ttl());
        return new Directives(noStore, maxAge, ttl.compareTo(settings.maxTtl()) > 0 ? settings.maxTtl() : ttl);
    }

    /** A word that is no number of seconds stands for an answer that is too old, as RFC 9111 has it. */
    private static Duration seconds(String word) {
        return word.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(word)) : Duration.ZERO;
    }

    private static Duration time(String word) {
        Matcher m = TIME.matcher(word.strip());
        if (!m.matches()) {
            throw Failure.of(
                            Failure.Kind.INVALID_REQUEST,
                            "The header " + TTL + " is no time; use a number with ms, s, m, h or d, such as 90s.")
                    .exception();
        }
        long n = Long.parseLong(m.group(1));
        return switch (m.group(2) == null ? "s" : m.group(2)) {
            case "ms" -> Duration.ofMillis(n);
            case "m" -> Duration.ofMinutes(n);
            case "h" -> Duration.ofHours(n);
            case "d" -> Duration.ofDays(Math.min(n, 36_500));
            default -> Duration.ofSeconds(n);
        };
    }
}
