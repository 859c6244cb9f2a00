package dev.headgate.upstream;

import dev.headgate.credential.Step;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
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
    private final Listener listener;

    /** Opens what carries requests to an origin. */
    @FunctionalInterface
    public interface Opener {
        Engine open(URI origin);
    }

    /** How a fetch has ended. */
    public enum Outcome {
        OBTAINED,
        /** There is none where it was looked for. */
        ABSENT,
        /** Who gives it out did not. */
        REFUSED,
        /** Who gives it out, or the file it stands in, could not be reached or understood. */
        BROKEN;

        /** The word for metric labels. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Told how each fetch has ended, on the loop that it was for. */
    @FunctionalInterface
    public interface Listener {
        /**
         * A fetch has ended.
         *
         * @param why a credential could not be had, in words that hold no secret; empty when one was obtained
         */
        void ended(Outcome outcome, String why);
    }

    /** With limits that suit the services there are. */
    public Fetcher(Opener opener, Listener listener) {
        this(opener, CALL, WHOLE, listener);
    }

    /**
     * @param call how long one answer may be waited for
     * @param whole how long all steps together may take
     */
    public Fetcher(Opener opener, Duration call, Duration whole, Listener listener) {
        this.opener = opener;
        this.call = call;
        this.whole = whole;
        this.listener = listener;
    }

    /**
     * Goes on from the first step to the last.
     *
     * @param end takes the last one, on this loop
     */
    void fetch(Loop loop, Supplier<Step> first, Consumer<Step> end) {
        new Fetch(loop, opener, call, whole, end).begin(first);
    }

    void ended(Outcome outcome, String why) {
        listener.ended(outcome, why);
    }
}
