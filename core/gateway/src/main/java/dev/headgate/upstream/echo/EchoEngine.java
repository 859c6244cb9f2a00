package dev.headgate.upstream.echo;

import dev.headgate.upstream.Engine;
import dev.headgate.upstream.Loop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers from inside the gateway, so that a first request and a failover can be tried without any provider. */
public final class EchoEngine implements Engine {
    private static final Duration SLOW_START = Duration.ofSeconds(3);
    private static final Duration SLOW_PACE = Duration.ofMillis(300);

    @Override
    public Call send(Loop loop, Request request, Receiver receiver) {
        var writer = new EchoWriter(request.path(), request.body().array());
        EchoFault fault = EchoFault.of(writer.model());
        return switch (fault) {
            case THROTTLED ->
                answer(
                        loop,
                        receiver,
                        new EchoAnswer(429, Map.of("retry-after", "1")),
                        error("The echo upstream is told to throttle.", "requests"),
                        fault);
            case BROKEN ->
                answer(
                        loop,
                        receiver,
                        new EchoAnswer(500, Map.of()),
                        error("The echo upstream is told to fail.", "server_error"),
                        fault);
            case NONE, SLOW, CUT, STALL ->
                answer(
                        loop,
                        receiver,
                        new EchoAnswer(200, writer.streams() ? Map.of("content-type", "text/event-stream") : Map.of()),
                        pieces(writer, fault),
                        fault);
        };
    }

    private static Call answer(Loop loop, Receiver receiver, Answer head, List<byte[]> pieces, EchoFault fault) {
        boolean slow = fault == EchoFault.SLOW;
        PacedBody.End end = switch (fault) {
            case CUT -> PacedBody.End.BROKEN;
            case STALL -> PacedBody.End.NEVER;
            case NONE, SLOW, THROTTLED, BROKEN -> PacedBody.End.COMPLETE;
        };
        return new PacedBody(
                loop.vertx(),
                receiver,
                head,
                pieces,
                end,
                slow ? SLOW_START : Duration.ZERO,
                slow ? SLOW_PACE : Duration.ZERO);
    }

    private static List<byte[]> error(String message, String type) {
        return List.of(bytes("{\"error\":{\"message\":\"" + message + "\",\"type\":\"" + type
                + "\",\"param\":null,\"code\":null}}"));
    }

    private static List<byte[]> pieces(EchoWriter writer, EchoFault fault) {
        List<byte[]> pieces = new ArrayList<>();
        if (writer.streams()) {
            writer.events().forEach(e -> pieces.add(bytes("data: " + e + "\n\n")));
            pieces.add(bytes("data: [DONE]\n\n"));
        } else {
            String whole = writer.whole();
            pieces.add(bytes(whole.substring(0, whole.length() / 2)));
            pieces.add(bytes(whole.substring(whole.length() / 2)));
        }
        if (fault == EchoFault.CUT || fault == EchoFault.STALL) {
            pieces.subList(Math.max(1, pieces.size() / 2), pieces.size()).clear();
        }
        return pieces;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int connections() {
        return 0;
    }

    @Override
    public void close() {}

    private record EchoAnswer(int status, Map<String, String> headers) implements Answer {
        @Override
        public Optional<String> header(String name) {
            return Optional.ofNullable(
                    headers.getOrDefault(name, name.equals("content-type") ? "application/json" : null));
        }
    }
}
