package dev.headgate.config;

import dev.headgate.api.settings.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of one Redis server, as its other clients write it: {@code redis://user:password@host:port/database}, with
 * {@code rediss} for TLS. It may hold a password, so its text is never repeated.
 *
 * @param host without brackets, also where it is an IPv6 address
 */
public record RedisUrl(
        boolean tls, String host, int port, Optional<String> username, Optional<Secret> password, int database) {
    static final String FORM = "rediss?://[^\\s?#]+";
    static final String USE = "a URL such as redis://127.0.0.1:6379, or rediss://… for TLS";
    private static final int PORT = 6379;
    private static final Pattern DATABASE = Pattern.compile("/?|/(\\d{1,5})");

    static Optional<RedisUrl> parse(String text) {
        try {
            URI uri = new URI(text);
            Matcher database =
                    DATABASE.matcher(Optional.ofNullable(uri.getRawPath()).orElse(""));
            String scheme = String.valueOf(uri.getScheme());
            boolean fits = (scheme.equals("redis") || scheme.equals("rediss"))
                    && uri.getHost() != null
                    && uri.getPort() <= 65535
                    && uri.getPort() != 0
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && database.matches();
            if (!fits) {
                return Optional.empty();
            }
            String[] user = Optional.ofNullable(uri.getRawUserInfo()).orElse("").split(":", 2);
            Optional<String> password = user.length == 2 ? Optional.of(decoded(user[1])) : Optional.empty();
            Optional<Secret> secret = password.flatMap(Secret::parse);
            return (password.isPresent() && secret.isEmpty()) || (user.length == 1 && !user[0].isEmpty())
                    ? Optional.empty()
                    : Optional.of(new RedisUrl(
                            scheme.equals("rediss"),
                            uri.getHost().replaceAll("^\\[|]$", ""),
                            uri.getPort() < 0 ? PORT : uri.getPort(),
                            Optional.of(decoded(user[0])).filter(u -> !u.isEmpty()),
                            secret,
                            database.group(1) == null ? 0 : Integer.parseInt(database.group(1))));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Percent signs decoded; a plus stays one. */
    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Scheme, host and port alone, fit for a log. */
    @Override
    public String toString() {
        return (tls ? "rediss://" : "redis://") + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
