package dev.headgate.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * One recorded exchange with a real provider. Its text is provider and case, to name a test by.
 *
 * @param meta what is known about it
 * @param folder where its files are
 */
public record Recording(Meta meta, Path folder) {
    /**
     * What is known about a recording without reading its bodies.
     *
     * @param provider the folder it stands in
     * @param name the case's name within the provider
     * @param endpoint such as {@code chat_completions} or {@code messages}
     * @param format the wire format, or empty for those that are no conversation
     * @param stream whether the answer was streamed
     * @param status the answer's HTTP status
     * @param features what the exchange exercises, such as {@code tool_call}
     * @param url where the request went
     * @param headers the answer's header fields that were kept
     * @param notes what a recorder or its owner changed
     * @param responseFile the name of the file that holds the answer
     */
    public record Meta(
            String provider,
            String name,
            String endpoint,
            String format,
            boolean stream,
            int status,
            Set<String> features,
            String url,
            Fields headers,
            List<String> notes,
            String responseFile) {

        static Meta of(JsonNode json) {
            Set<String> features = new TreeSet<>();
            json.path("features").forEach(f -> features.add(f.asString()));
            return new Meta(
                    json.path("provider").asString(),
                    json.path("case").asString(),
                    json.path("endpoint").asString(""),
                    json.path("format").asString(""),
                    json.path("stream").asBoolean(false),
                    json.path("status").asInt(),
                    features,
                    json.path("url").asString(""),
                    new Fields(json.path("response_headers").properties().stream()
                            .map(h -> Map.entry(h.getKey(), h.getValue().asString()))
                            .toList()),
                    json.path("notes").valueStream().map(JsonNode::asString).toList(),
                    json.path("response_file").asString());
        }
    }

    /** The request body as the provider got it; empty where only the answer was kept. */
    public Optional<byte[]> request() {
        return bytes("request.json");
    }

    /** The request that a client of the gateway would have sent, in OpenAI's chat format, where there is one. */
    public Optional<byte[]> inbound() {
        return bytes("inbound.json").or(() -> meta.format().equals("openai_chat") ? request() : Optional.empty());
    }

    /** The answer's body, exactly; of AWS event streams the frames themselves. */
    public byte[] response() {
        byte[] file = bytes(meta.responseFile())
                .orElseThrow(() -> new AssertionError(this + ": no " + meta.responseFile() + " in " + folder));
        return meta.responseFile().endsWith(".b64")
                ? Base64.getMimeDecoder().decode(new String(file, StandardCharsets.ISO_8859_1))
                : file;
    }

    /** What the answer means, in no provider's terms. */
    public JsonNode expected() {
        return OpenAiReplies.JSON.readTree(
                bytes("expected.json").orElseThrow(() -> new AssertionError(this + ": no expected.json in " + folder)));
    }

    /** The answer as a reply: status, kept header fields and body, chunked if it was streamed. */
    public Reply reply() {
        Reply reply = Reply.of(meta.status());
        for (Map.Entry<String, String> field : meta.headers().entries()) {
            reply = reply.header(field.getKey(), field.getValue());
        }
        return (meta.stream() ? reply.chunked() : reply).then(response());
    }

    @Override
    public String toString() {
        return meta.provider() + "/" + meta.name();
    }

    private Optional<byte[]> bytes(String file) {
        Path path = folder.resolve(file);
        try {
            return Files.exists(path) ? Optional.of(Files.readAllBytes(path)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
