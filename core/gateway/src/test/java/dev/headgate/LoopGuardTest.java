package dev.headgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.Test;

/** The guard itself: a wait on an event loop is noticed. */
final class LoopGuardTest {
    @Test
    void a_sleep_on_an_event_loop_is_noticed() {
        Vertx vertx = Vertx.vertx();
        try {
            Promise<Throwable> caught = Promise.promise();
            vertx.runOnContext(v -> {
                try {
                    Thread.sleep(1);
                    caught.fail("nothing noticed");
                } catch (InterruptedException | AssertionError e) {
                    caught.complete(e);
                }
            });
            assertThat(caught.future().await())
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("sleep");
            assertThat(LoopGuard.sawSomething()).isTrue();
        } finally {
            vertx.close().await();
        }
    }
}
