package dev.headgate.plugin.responsecache;

import dev.headgate.api.Exchange;
import dev.headgate.api.GatewayResponse.Buffered;
import dev.headgate.api.Headers;
import dev.headgate.api.Usage;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The exchange that asks the upstream, for itself and for whoever joins it. Confined to its event loop.
 *
 * @param keep takes an answer that is one to be kept
 */
record Leader(Exchange exchange, Reading reading, boolean paced, Consumer<Answer> keep) {
    /** Whether an upstream has been asked. */
    boolean asked() {
        return !exchange.attempts().isEmpty();
    }

    /** The whole answer, kept if it is one to be kept; empty when it cannot be given again. */
    Optional<Answer> brought(Buffered whole) {
        try {
            Answer answer = reading.whole(whole.body().array(), whole.headers());
            return Optional.of(kept(answer));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The streamed answer at its proper end; likewise. */
    Optional<Answer> brought(byte[] events, Pace pace, Headers headers) {
        try {
            return Optional.of(
                    kept(reading.events(events, usage(), paced ? Optional.of(pace) : Optional.empty(), headers)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Answer kept(Answer answer) {
        if (answer.keepable()) {
            keep.accept(answer);
        }
        return answer;
    }

    /** What the upstream that answered has reported. */
    Usage usage() {
        return asked() ? exchange.attempts().getLast().usage() : Usage.NONE;
    }
}
