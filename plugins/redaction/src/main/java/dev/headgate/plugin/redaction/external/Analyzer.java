package dev.headgate.plugin.redaction.external;

import dev.headgate.api.Failure;
import dev.headgate.api.GatewayException;
import dev.headgate.plugin.redaction.detect.Finding;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Presidio's analyzer, asked about one text at a time, about several side by side within its bounds. Blocks, so it belongs
 * on no event loop. Connections are opened with the first question and let go with {@link #close}.
 *
 * @see <a href="https://microsoft.github.io/presidio/api-docs/api-docs.html">Presidio's API, POST /analyze</a>
 */
public final class Analyzer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Analyzer.class);
    private static final int MOST_ANSWER_BYTES = 4 << 20;
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final URI url;
    private final Question question;
    private final Limits limits;
    private final Semaphore slots;
    private @Nullable Connection connection;

    /**
     * How much is asked, and for how long.
     *
     * @param time for all texts of one request together
     * @param concurrency questions under way at a time, over all requests
     * @param longestText in characters
     * @param skip whether a request goes on without the analyzer when it does not answer; else it is refused
     */
    public record Limits(Duration time, int concurrency, int longestText, boolean skip) {}

    private record Connection(HttpClient client, ExecutorService threads) {}

    private static final class Unanswered extends Exception {
        private static final long serialVersionUID = 1;

        Unanswered(String why) {
            super(why, null, false, false);
        }
    }

    /**
     * @param base where the analyzer is, to which {@code /analyze} is added
     */
    public Analyzer(URI base, Question question, Limits limits) {
        String at = base.toString();
        this.url = URI.create((at.endsWith("/") ? at.substring(0, at.length() - 1) : at) + "/analyze");
        this.question = question;
        this.limits = limits;
        this.slots = new Semaphore(limits.concurrency(), true);
    }

    /**
     * What was found in each of the texts, in any order and with overlaps; nothing when the analyzer does not answer and
     * that is to be passed over.
     *
     * @param otherwise what the caller is told has become of it when it does not answer
     * @throws GatewayException when it does not answer and that is not to be passed over
     */
    public List<List<Finding>> find(List<String> texts, String otherwise) {
        List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>(texts.size());
        long deadline = System.nanoTime() + limits.time().toNanos();
        try {
            for (String text : texts) {
                asked.add(ask(text, deadline));
            }
            List<List<Finding>> found = new ArrayList<>(texts.size());
            for (int i = 0; i < texts.size(); i++) {
                found.add(answer(asked.get(i), texts.get(i), deadline));
            }
            return found;
        } catch (Unanswered e) {
            return without(e, otherwise);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return without(new Unanswered("was not waited for any longer"), otherwise);
        } finally {
            asked.forEach(f -> f.cancel(true));
        }
    }

    private List<List<Finding>> without(Unanswered e, String otherwise) {
        LOG.warn("the external detector {}", e.getMessage());
        if (limits.skip()) {
            return List.of();
        }
        throw Failure.of(
                        Failure.Kind.INTERNAL,
                        "The detector of personal data did not do its work, so " + otherwise + ". Try again.")
                .withStatus(503)
                .withCode("redaction_unavailable")
                .exception();
    }

    private CompletableFuture<HttpResponse<String>> ask(String text, long deadline)
            throws Unanswered, InterruptedException {
        if (text.length() > limits.longestText()) {
            throw new Unanswered("is not asked about a text of " + text.length() + " characters");
        }
        if (!slots.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            throw new Unanswered("had too much to do for too long");
        }
        try {
            HttpRequest request = HttpRequest.newBuilder(url)
                    .header("content-type", "application/json")
                    .header("accept", "application/json")
                    .timeout(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))
                    .POST(HttpRequest.BodyPublishers.ofString(question.about(text)))
                    .build();
            var body = HttpResponse.BodyHandlers.limiting(
                    HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8), MOST_ANSWER_BYTES);
            CompletableFuture<HttpResponse<String>> asked = client().sendAsync(request, body);
            var _ = asked.whenComplete((r, e) -> slots.release());
            return asked;
        } catch (RuntimeException e) {
            slots.release();
            throw e;
        }
    }

    private static List<Finding> answer(CompletableFuture<HttpResponse<String>> asked, String text, long deadline)
            throws Unanswered, InterruptedException {
        try {
            HttpResponse<String> response = asked.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (response.statusCode() != 200) {
                throw new Unanswered("answered with status " + response.statusCode());
            }
            return Findings.read(response.body(), text);
        } catch (TimeoutException e) {
            throw new Unanswered("did not answer in time");
        } catch (ExecutionException e) {
            boolean late = e.getCause() instanceof java.net.http.HttpTimeoutException;
            boolean network = e.getCause() instanceof IOException;
            throw new Unanswered(
                    late ? "did not answer in time" : network ? "cannot be reached or broke off" : "failed");
        } catch (MalformedAnswer e) {
            throw new Unanswered("answered with something else than findings: " + e.getMessage());
        }
    }

    private synchronized HttpClient client() {
        if (connection == null) {
            ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
            connection = new Connection(
                    HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .followRedirects(HttpClient.Redirect.NEVER)
                            .connectTimeout(limits.time())
                            .executor(threads)
                            .build(),
                    threads);
        }
        return connection.client();
    }

    @Override
    public synchronized void close() {
        if (connection == null) {
            return;
        }
        HttpClient client = connection.client();
        client.shutdownNow();
        try {
            client.awaitTermination(CLOSING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connection.threads().shutdownNow();
        connection = null;
    }
}
