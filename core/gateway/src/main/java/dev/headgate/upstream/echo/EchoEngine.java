package dev.headgate.upstream.echo;

import dev.headgate.api.Failure;
import dev.headgate.api.Failure.Kind;
import dev.headgate.upstream.Engine;
import dev.headgate.upstream.Loop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
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
    public Call send(Loop loop, Request request) {
        return new EchoCall(loop, request);
    }

    @Override
    public int connections() {
        return 0;
    }

    @Override
    public void close() {}

    private static final class EchoCall implements Call {
        private final Promise<Answer> answer = Promise.promise();
        private final PacedBody body;

        EchoCall(Loop loop, Request request) {
            var writer = new EchoWriter(request.path(), request.body().array());
            EchoFault fault = EchoFault.of(writer.model());
            boolean slow = fault == EchoFault.SLOW;
            this.body =
                    new PacedBody(loop.vertx(), slow ? SLOW_START : Duration.ZERO, slow ? SLOW_PACE : Duration.ZERO);
            switch (fault) {
                case THROTTLED ->
                    answer(
                            429,
                            Map.of("retry-after", "1"),
                            error("The echo upstream is told to throttle.", "requests"));
                case BROKEN -> answer(500, Map.of(), error("The echo upstream is told to fail.", "server_error"));
                case NONE, SLOW, CUT, STALL -> answer(writer, fault);
            }
        }

        private static List<Buffer> error(String message, String type) {
            return List.of(Buffer.buffer("{\"error\":{\"message\":\"" + message + "\",\"type\":\"" + type
                    + "\",\"param\":null,\"code\":null}}"));
        }

        private void answer(EchoWriter writer, EchoFault fault) {
            List<Buffer> pieces = new ArrayList<>();
            if (writer.streams()) {
                writer.events().forEach(e -> pieces.add(Buffer.buffer("data: " + e + "\n\n")));
                pieces.add(Buffer.buffer("data: [DONE]\n\n"));
            } else {
                String whole = writer.whole();
                pieces.add(Buffer.buffer(whole.substring(0, whole.length() / 2)));
                pieces.add(Buffer.buffer(whole.substring(whole.length() / 2)));
            }
            PacedBody.End end = PacedBody.End.COMPLETE;
            if (fault == EchoFault.CUT || fault == EchoFault.STALL) {
                pieces.subList(Math.max(1, pieces.size() / 2), pieces.size()).clear();
                end = fault == EchoFault.CUT ? PacedBody.End.BROKEN : PacedBody.End.NEVER;
            }
            body.end(end);
            answer(200, writer.streams() ? Map.of("content-type", "text/event-stream") : Map.of(), pieces);
        }

        private void answer(int status, Map<String, String> headers, List<Buffer> pieces) {
            body.pieces(pieces);
            answer.complete(new EchoAnswer(status, headers, body));
        }

        @Override
        public Future<Answer> answer() {
            return answer.future();
        }

        @Override
        public void cancel() {
            body.cancel();
            answer.tryFail(
                    Failure.of(Kind.CLIENT_GONE, "The attempt was given up.").exception());
        }
    }

    private record EchoAnswer(int status, Map<String, String> headers, ReadStream<Buffer> body) implements Answer {
        @Override
        public Optional<String> header(String name) {
            return Optional.ofNullable(
                    headers.getOrDefault(name, name.equals("content-type") ? "application/json" : null));
        }
    }
}
