package dev.headgate.upstream;

import dev.headgate.api.Failure;
import dev.headgate.upstream.health.Concurrency;
import dev.headgate.upstream.health.Permit;
import org.jspecify.annotations.Nullable;

/**
 * Leave to make one attempt with one credential. What comes of it bears on whether others get leave. Confined to the
 * event loop of its attempt.
 */
public final class Admission {
    private final Access access;
    private final @Nullable Permit permit;
    private final Concurrency.@Nullable Slot slot;

    /**
     * @param permit told what comes of the attempt; null when nobody is to know
     * @param slot left at its end; null where there is no limit
     */
    Admission(Access access, @Nullable Permit permit, Concurrency.@Nullable Slot slot) {
        this.access = access;
        this.permit = permit;
        this.slot = slot;
    }

    Access access() {
        return access;
    }

    void answered(boolean streaming, long now) {
        if (slot != null) {
            if (streaming) {
                slot.streaming(now);
            } else {
                slot.answered(now);
            }
        }
        if (permit == null) {
            return;
        }
        if (streaming) {
            permit.streaming(now);
        } else {
            permit.answered(now);
        }
    }

    /** The stream has ended without breaking off. */
    void streamed(long now) {
        if (permit != null) {
            permit.streamed(now);
        }
    }

    /** The attempt has failed, or its stream has broken off. */
    void failed(Failure why, int status, long now) {
        if (slot != null) {
            slot.failed(why.kind(), now);
        }
        if (permit != null) {
            permit.failed(why.kind(), status, why.retryAfter(), now);
        }
    }

    /** The attempt is over, its stream included. */
    void over() {
        if (slot != null) {
            slot.leave();
        }
    }

    /** Gives the leave back where no attempt has come of it; does nothing after one. */
    public void unused() {
        over();
        if (permit != null) {
            permit.released();
        }
    }
}
