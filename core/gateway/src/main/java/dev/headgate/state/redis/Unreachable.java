package dev.headgate.state.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Why the server cannot be used. Carries no stack, and of the server's own words only the first. */
final class Unreachable extends RuntimeException {
    private static final Pattern WORD = Pattern.compile("([A-Z]{2,20})\\b.*", Pattern.DOTALL);

    private final boolean sent;

    /**
     * @param sent whether the server may have got what it was to do
     */
    Unreachable(String why, boolean sent) {
        super(why, null, false, false);
        this.sent = sent;
    }

    /** Whether the server may have done, or may still do, what it was asked to. */
    boolean sent() {
        return sent;
    }

    /** What such an error of the client comes to. Its own message may hold what was sent. */
    static Unreachable of(Throwable error) {
        boolean connecting = false;
        for (Throwable e = error; e != null; e = e.getCause()) {
            switch (e) {
                case Unreachable u -> {
                    return u;
                }
                case RedisCommandExecutionException refused -> {
                    return new Unreachable(told(String.valueOf(refused.getMessage())), false);
                }
                case TimeoutException t -> {
                    return new Unreachable("it does not answer in time", true);
                }
                case RedisCommandTimeoutException t -> {
                    return new Unreachable("it does not answer in time", true);
                }
                case SSLException t -> {
                    return new Unreachable("no TLS connection to it can be made that is to be trusted", true);
                }
                case RedisConnectionException c -> connecting = true;
                default -> {}
            }
        }
        return connecting
                ? new Unreachable("no connection to it can be made", true)
                : new Unreachable("the connection to it is broken", true);
    }

    private static String told(String message) {
        Matcher m = WORD.matcher(message);
        String word = m.matches() ? m.group(1) : "ERR";
        return switch (word) {
            case "WRONGPASS", "NOAUTH" -> "it refuses the credentials (" + word + ")";
            case "NOPERM" -> "its user may not do what is needed (NOPERM)";
            case "LOADING" -> "it is still loading its data (LOADING)";
            case "READONLY" -> "it is a replica, which takes no writes (READONLY)";
            case "OOM" -> "it has no memory left (OOM)";
            case "CLUSTERDOWN" -> "the cluster is not complete (CLUSTERDOWN)";
            default -> "it answers with an error (" + word + ")";
        };
    }
}
