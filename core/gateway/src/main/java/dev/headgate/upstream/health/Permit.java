package dev.headgate.upstream.health;

import dev.headgate.api.Failure;
import java.time.Duration;
import java.util.Optional;

/**
 * One call let through to an upstream, whose end must be told: the first word counts, and later ones are ignored, but
 * for the end of a stream. A stream counts when it has ended; with its first content only if that was slow to come, or if
 * it is the trial of an open breaker, which others wait for. Used by one thread at a time.
 */
public final class Permit {
    private final CredentialHealth health;
    private final String model;
    private final long era;
    private final long began;
    private boolean ended;
    private boolean streaming;
    /** The stream's success has not been counted yet: it may break off. */
    private boolean pending;

    private long waited;

    Permit(CredentialHealth health, String model, long era, long began) {
        this.health = health;
        this.model = model;
        this.era = era;
        this.began = began;
    }

    /** A whole answer has come. However long it took, it is not slow. */
    public void answered(long now) {
        if (!ended) {
            ended = true;
            health.succeeded(this, 0, now);
        }
    }

    /** The first content of a stream has come. */
    public void streaming(long now) {
        if (!ended) {
            ended = true;
            streaming = true;
            waited = now - began;
            pending = !health.streaming(this, waited, now);
        }
    }

    /** A stream has come to its end, or was left by its reader. Only one that has begun is meant. */
    public void streamed(long now) {
        if (streaming) {
            streaming = false;
            if (pending) {
                health.streamed(this, waited, now);
            }
        }
    }

    /**
     * The call has failed, or its stream has broken off.
     *
     * @param status the provider's HTTP status; 0 where there was none
     * @param retryAfter how long the provider asked to wait
     */
    public void failed(Failure.Kind kind, int status, Optional<Duration> retryAfter, long now) {
        if (!ended) {
            ended = true;
            health.failed(this, kind, status, retryAfter, now);
        } else if (streaming && kind == Failure.Kind.UPSTREAM_BROKE_OFF) {
            streaming = false;
            health.failed(this, kind, status, retryAfter, now);
        } else {
            streamed(now);
        }
    }

    /** The call was given up for reasons that are not the upstream's; needed only where nothing else was told. */
    public void released() {
        if (!ended) {
            ended = true;
            health.released(this);
        }
    }

    String model() {
        return model;
    }

    long era() {
        return era;
    }

    long began() {
        return began;
    }
}
