package dev.headgate.upstream.health;

import dev.headgate.api.Failure;
import java.time.Duration;
import java.util.Optional;

/**
 * One call let through to an upstream, whose end must be told: the first word counts, and later ones are ignored, but
 * for a stream that breaks off. Used by one thread at a time.
 */
public final class Permit {
    private final CredentialHealth health;
    private final String model;
    private final long era;
    private final long began;
    private boolean ended;
    private boolean streaming;

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
            health.succeeded(this, now - began, now);
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
