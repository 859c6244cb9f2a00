package dev.headgate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CutProxyTest {
    private static final byte[] WIRE =
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello".getBytes(StandardCharsets.ISO_8859_1);

    private final FakeUpstream upstream =
            new FakeUpstream().always(Reply.of(200).then("hello"));
    private final CutProxy proxy = CutProxy.before(upstream.url());

    @AfterEach
    void close() {
        proxy.close();
        upstream.close();
    }

    @Test
    void passes_everything_unharmed_without_a_plan() {
        try (RawClient client = connect()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.post("/", "{\"n\":" + i + "}").read().text()).isEqualTo("hello");
            }
        }
        assertThat(upstream.received().get(2).body().text()).isEqualTo("{\"n\":2}");
        assertThat(proxy.connections()).isEqualTo(1);
        proxy.awaitClosed();
        upstream.awaitClosed();
    }

    @Test
    void cuts_and_resets_at_every_byte_of_an_answer() {
        for (int n = 0; n <= WIRE.length; n++) {
            proxy.toClient().cutAfter(n);
            ends(n, End.FIN);
            if (n > 0) {
                proxy.toClient().resetAfter(n);
                ends(n, End.RST);
            }
        }
        upstream.awaitClosed();
    }

    @Test
    void cuts_requests_on_their_way_to_the_server() {
        proxy.toUpstream().cutAfter(20);
        try (RawClient client = connect()) {
            client.get("/");
            assertThat(client.awaitEnd()).isIn(End.FIN, End.RST);
        }
        upstream.awaitClosed();
        assertThat(upstream.received()).isEmpty();
        assertThat(upstream.violations()).hasSize(1).first().asString().contains("broken off");
    }

    @Test
    void stalls_after_a_byte_while_the_connection_stays() {
        proxy.toClient().stallAfter(WIRE.length - 2);
        try (RawClient client = connect()) {
            client.get("/").readHead();
            client.within(Duration.ofMillis(50));
            assertThatThrownBy(client::rest).hasMessageContaining("3 bytes of content: hel");
            assertThat(proxy.openConnections()).isEqualTo(1);
        }
        proxy.awaitClosed();
    }

    @Test
    void holds_bytes_until_released() {
        var step = new Step();
        proxy.toClient().holdAfter(WIRE.length - 5, step);
        try (RawClient client = connect()) {
            assertThat(client.get("/").readHead().status()).isEqualTo(200);
            step.awaitReached();
            step.release();
            assertThat(new String(client.rest(), StandardCharsets.UTF_8)).isEqualTo("hello");
        }
    }

    @Test
    void throttles_after_a_byte() {
        proxy.toClient().throttleAfter(WIRE.length - 5, 100);
        try (RawClient client = connect()) {
            client.get("/").readHead();
            long start = System.nanoTime();
            client.rest();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(30));
        }
    }

    @Test
    void passes_a_reset_by_the_server_on() {
        upstream.always(Reply.resetting());
        try (RawClient client = connect()) {
            assertThat(client.get("/").awaitEnd()).isEqualTo(End.RST);
        }
    }

    @Test
    void heals_for_connections_to_come() {
        proxy.toClient().cutAfter(0);
        ends(0, End.FIN);
        proxy.heal();
        try (RawClient client = connect()) {
            assertThat(client.get("/").readBytes(WIRE.length)).isEqualTo(WIRE);
        }
    }

    @Test
    void resets_what_is_open_when_asked() {
        upstream.always(Reply.never());
        try (RawClient client = connect()) {
            client.get("/");
            upstream.await(1);
            proxy.resetAll();
            assertThat(client.awaitEnd()).isEqualTo(End.RST);
        }
        upstream.awaitFirst().awaitAborted();
    }

    private void ends(int n, End end) {
        try (RawClient client = connect()) {
            if (n > 0) {
                client.get("/");
            }
            assertThat(client.readBytes(n)).isEqualTo(Arrays.copyOf(WIRE, n));
            assertThat(client.awaitEnd()).isEqualTo(end);
        }
    }

    private RawClient connect() {
        return RawClient.connect(proxy.url());
    }
}
