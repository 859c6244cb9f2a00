package dev.headgate.upstream;

import dev.headgate.api.Body;
import dev.headgate.api.Failure;
import dev.headgate.credential.Step;
import dev.headgate.credential.TokenAnswer;
import dev.headgate.credential.TokenCall;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One credential being obtained. Confined to its event loop. */
final class Fetch {
    private static final Logger LOG = LoggerFactory.getLogger(Fetch.class);
    private static final int MAX_STEPS = 32;
    private static final int MAX_BYTES = 64 * 1024;
    /** This machine, and addresses that only the platform it runs on answers at. */
    private static final Pattern NEAR = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]"
            + "|169\\.254(\\.\\d{1,3}){2}|\\[fd00:ec2:[0-9a-f:]+]|metadata(\\.google\\.internal)?");

    private static final FixedHeaders HEADERS =
            new FixedHeaders(List.of(Map.entry("accept-encoding", "identity"), Map.entry("user-agent", "headgate")));

    private final Loop loop;
    private final Fetcher.Opener opener;
    private final Duration limit;
    private final Consumer<Step> end;
    private final Future<?> last;
    private @Nullable Asking asking;
    private int steps;
    private boolean over;

    Fetch(Loop loop, Fetcher.Opener opener, Duration limit, Duration whole, Consumer<Step> end) {
        this.loop = loop;
        this.opener = opener;
        this.limit = limit;
        this.end = end;
        this.last = loop.after(
                whole.toNanos(), () -> finish(new Step.Broken("it took longer than " + whole.toMillis() + " ms")));
    }

    void begin(Supplier<Step> first) {
        go(first);
    }

    private void go(Supplier<Step> next) {
        if (over) {
            return;
        }
        try {
            take(++steps > MAX_STEPS ? new Step.Broken("it takes too many steps") : next.get());
        } catch (RuntimeException e) {
            LOG.error("a credential could not be obtained: {}", e.getClass().getName()); // its words may hold a secret
            finish(new Step.Broken("an answer could not be made use of"));
        }
    }

    private void take(Step step) {
        switch (step) {
            case Step.Read r -> read(r);
            case Step.Call c -> call(c);
            case Step.Obtained o -> finish(o);
            case Step.Absent a -> finish(a);
            case Step.Refused r -> finish(r);
            case Step.Broken b -> finish(b);
        }
    }

    private void finish(Step step) {
        if (!over) {
            over = true;
            last.cancel(false);
            if (asking != null) {
                asking.stop();
            }
            end.accept(step);
        }
    }

    private void read(Step.Read r) {
        Thread.ofVirtual().name("headgate-credential-file").start(() -> {
            Optional<String> text = text(r.file());
            loop.execute(() -> go(() -> r.then().apply(text)));
        });
    }

    private static Optional<String> text(String file) {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            return bytes.length > MAX_BYTES ? Optional.empty() : Optional.of(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    private void call(Step.Call c) {
        URI url = c.call().url();
        String host = Optional.ofNullable(url.getHost()).orElse("");
        boolean secure = "https".equalsIgnoreCase(url.getScheme());
        boolean near =
                "http".equalsIgnoreCase(url.getScheme()) && NEAR.matcher(host).matches();
        if (host.isEmpty() || !(secure || near)) {
            finish(new Step.Refused(c.call().place() + " is not asked for a credential, because it is not HTTPS"));
            return;
        }
        asking = new Asking(c);
        asking.begin();
    }

    /** A request on its way and its answer. */
    private final class Asking implements Engine.Receiver {
        private final Step.Call asked;
        private final Engine engine;
        private final WholeBody body = new WholeBody(MAX_BYTES);
        private final Future<?> timer;
        private Engine.@Nullable Call call;
        private int status;
        private boolean done;

        Asking(Step.Call asked) {
            this.asked = asked;
            URI url = asked.call().url();
            this.engine = opener.open(URI.create(url.getScheme() + "://" + url.getRawAuthority()));
            this.timer = loop.after(limit.toNanos(), () -> done(() -> asked.unreached()));
        }

        void begin() {
            TokenCall c = asked.call();
            String path = c.url().getRawPath().isEmpty() ? "/" : c.url().getRawPath();
            String query = c.url().getRawQuery() == null ? "" : "?" + c.url().getRawQuery();
            call = engine.send(
                    loop, new Engine.Request(c.method(), path + query, HEADERS, c.headers(), c.body(), limit), this);
        }

        @Override
        public void head(Engine.Answer answer) {
            status = answer.status();
        }

        @Override
        public void bytes(byte[] array, int from, int to) {
            if (!done && !body.add(array, from, to)) {
                done(() -> new Step.Broken(asked.call().place() + " gives an answer that is too long"));
            }
        }

        @Override
        public void settled() {}

        @Override
        public void end() {
            Body whole = body.body();
            done(() -> asked.then()
                    .apply(new TokenAnswer(status, whole, loop.clock().now())));
        }

        @Override
        public void failed(Failure why) {
            done(asked::unreached);
        }

        private void done(Supplier<Step> next) {
            if (!done) {
                stop();
                asking = null;
                go(next);
            }
        }

        void stop() {
            done = true;
            timer.cancel(false);
            if (call != null) {
                call.cancel();
            }
            engine.close();
        }
    }
}
