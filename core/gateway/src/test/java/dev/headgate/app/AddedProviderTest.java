package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.ChatFold;
import dev.headgate.testkit.End;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the page on adding a provider says is enough: the folders {@code provider.tiny} and {@code dialect.tiny}, and a
 * line in each of the two lists. The gateway runs in a process of its own, with these two lists in place of the shipped.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AddedProviderTest {
    private static final Path LISTS =
            Path.of(System.getProperty("headgate.root", ""), "core/gateway/src/main/java/dev/headgate/app");

    private final FakeUpstream upstream = new FakeUpstream();
    private GatewayProcess gateway;
    private RawClient client;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        Path providers = add(
                folder,
                "Providers",
                "import dev.headgate.provider.tiny.TinyProvider;",
                "AzureProvider.TYPE,",
                "TinyProvider.TYPE,");
        Path dialects = add(
                folder,
                "Dialects",
                "import dev.headgate.dialect.tiny.TinyTranslation;",
                "new AnthropicTranslation(),",
                "new TinyTranslation(),");
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        assertThat(javac.run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-d",
                        folder.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        providers.toString(),
                        dialects.toString()))
                .isZero();
        gateway = new GatewayProcess("48m", "{ port: 0 }", """
                upstreams: { tiny: { provider: tiny, base-url: "%s", api-key: key-of-tiny-1234 } }
                models: { "m": tiny/tiny-1 }
                """.formatted(upstream.url()), List.of(folder));
        client = RawClient.connect(gateway.url().toString());
    }

    @AfterAll
    void close() {
        client.close();
        gateway.close();
        upstream.close();
    }

    /** A list with one line more, and the import for it. */
    private static Path add(Path folder, String list, String imported, String before, String line) throws IOException {
        String source = Files.readString(LISTS.resolve(list + ".java"));
        assertThat(source).containsOnlyOnce(before);
        String longer =
                source.replace(before, line + "\n" + before).replaceFirst("\nimport ", "\n" + imported + "\nimport ");
        return Files.writeString(folder.resolve(list + ".java"), longer);
    }

    private Answer ask(String members) {
        return client.post(
                        "/v1/chat/completions",
                        "{\"model\":\"m\"," + members + "\"messages\":[{\"role\":\"user\",\"content\":\"h\\u00e4\"}]}")
                .read();
    }

    @Test
    void a_chat_is_answered() {
        upstream.script(
                Reply.json(200, "{\"ref\":\"r1\",\"says\":\"hi\",\"stop\":\"limit\",\"tokens\":{\"in\":3,\"out\":2}}"));
        Answer answer = ask("\"max_tokens\":5,\"mood\":\"calm\",\"seed\":7,");
        ChatFold chat = answer.chat();
        assertThat(chat.text()).isEqualTo("hi");
        assertThat(chat.id()).isEqualTo("r1");
        assertThat(chat.finishReason()).contains("length");
        assertThat(chat.tokens("total_tokens")).isEqualTo(5);
        assertThat(answer.header("x-headgate-dropped")).isEqualTo("seed");
        assertThat(upstream.received().getLast().path()).isEqualTo("/talk");
        assertThat(upstream.received().getLast().header("authorization")).isEqualTo("Bearer key-of-tiny-1234");
        assertThat(upstream.received().getLast().body().text())
                .isEqualTo("{\"engine\":\"tiny-1\",\"turns\":[{\"who\":\"user\",\"says\":\"h\\u00e4\"}],\"limit\":5,"
                        + "\"mood\":\"calm\",\"live\":false}");
    }

    @Test
    void a_stream_is_answered_byte_by_byte() {
        String events = Stream.of(
                        "{\"ref\":\"r1\",\"says\":\"one \"}",
                        "{\"says\":\"two\"}",
                        "{\"stop\":\"end\",\"tokens\":{\"in\":3,\"out\":2}}")
                .reduce("", (all, e) -> all + "data: " + e + "\n\n");
        Reply stream = Reply.of(200)
                .header("content-type", "text/event-stream")
                .chunked()
                .then(events);
        upstream.script(stream.inPiecesOf(1));
        Answer answer = ask("\"stream\":true,\"stream_options\":{\"include_usage\":true},");
        assertThat(answer.end()).isEqualTo(End.COMPLETE);
        ChatFold chat = answer.chat();
        assertThat(chat.problems()).isEmpty();
        assertThat(chat.text()).isEqualTo("one two");
        assertThat(chat.finishReason()).contains("stop");
        assertThat(chat.tokens("prompt_tokens")).isEqualTo(3);
    }

    @Test
    void an_error_reaches_the_caller_in_the_callers_format() {
        upstream.script(Reply.json(400, "{\"problem\":\"no such mood\"}"));
        Answer answer = ask("\"mood\":\"odd\",");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/error/message").asString()).isEqualTo("no such mood");
    }
}
