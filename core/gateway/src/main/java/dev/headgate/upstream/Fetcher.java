package dev.headgate.upstream;

import dev.headgate.credential.Step;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Carries out the steps towards a credential: files are read off the loop, requests sent over engines that are opened
 * for them alone. It keeps nothing. Safe to share between threads.
 */
public final class Fetcher {
    private static final Duration CALL = Duration.ofSeconds(5);
    private static final Duration WHOLE = Duration.ofSeconds(15);

    private final Opener opener;
    private final Duration call;
    private final Duration whole;
    private final Consumer<String> trouble;

    /** Opens what carries requests to an origin. */
    @FunctionalInterface
    public interface Opener {
        Engine open(URI origin);
    }

    /**
     * With limits that suit the services there are.
     *
     * @param trouble told why a credential could not be had, in words that hold no secret
     */
    public Fetcher(Opener opener, Consumer<String> trouble) {
        this(opener, CALL, WHOLE, trouble);
    }

    /**
     * @param call how long one answer may be waited for
     * @param whole how long all steps together may take
     * @param trouble told why a credential could not be had, in words that hold no secret
     */
    public Fetcher(Opener opener, Duration call, Duration whole, Consumer<String> trouble) {
        this.opener = opener;
        this.call = call;
        this.whole = whole;
        this.trouble = trouble;
    }

    /**
     * Goes on from the first step to the last.
     *
     * @param end takes the last one, on this loop
     */
    void fetch(Loop loop, Supplier<Step> first, Consumer<Step> end) {
        new Fetch(loop, opener, call, whole, end).begin(first);
    }

    void trouble(String why) {
        trouble.accept(why);
    }
}
