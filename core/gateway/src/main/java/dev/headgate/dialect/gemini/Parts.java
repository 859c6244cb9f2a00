package dev.headgate.dialect.gemini;

import dev.headgate.hub.DataUrl;
import dev.headgate.hub.Losses;
import dev.headgate.hub.Part;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes parts of the parts of messages. */
final class Parts {
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("gif", "image/gif"),
            Map.entry("webp", "image/webp"),
            Map.entry("heic", "image/heic"),
            Map.entry("pdf", "application/pdf"),
            Map.entry("txt", "text/plain"),
            Map.entry("mp3", "audio/mp3"),
            Map.entry("wav", "audio/wav"),
            Map.entry("mp4", "video/mp4"),
            Map.entry("webm", "video/webm"));

    private final Losses losses;

    Parts(Losses losses) {
        this.losses = losses;
    }

    /**
     * The part for a part; empty for text that says nothing and for what the format does not have.
     *
     * @param where the member it stands in, for messages
     */
    Optional<Consumer<JsonWriter>> of(Part part, String where) {
        return switch (part) {
            case Part.Text t ->
                t.text().isString() && !t.text().isEmptyText() ? Optional.of(text(t.text())) : Optional.empty();
            case Part.Image i -> {
                Json detail = i.source().get("image_url").get("detail");
                if (detail.isString() && !detail.is("auto")) {
                    losses.drop("image_url.detail");
                }
                yield Optional.of(media(i.url(), "image/jpeg", where));
            }
            case Part.File f ->
                Optional.of(
                        f.id().isString() ? at(f.id(), "application/pdf") : media(f.data(), "application/pdf", where));
            case Part.Audio a -> Optional.of(inline("audio/" + a.format().text(), out -> out.copy(a.data())));
            case Part.Other o -> {
                losses.drop("messages.content." + (o.type().matches("[a-z0-9_]{1,40}") ? o.type() : "part"));
                yield Optional.empty();
            }
        };
    }

    static Consumer<JsonWriter> text(Json text) {
        return out -> out.open().name("text").copy(text).close();
    }

    /** Text with what signs the thoughts that led to it, a JSON string. */
    static Consumer<JsonWriter> signed(Json text, byte[] signature) {
        return out -> {
            out.open().name("text").copy(text).name("thoughtSignature");
            out.copy(signature, 0, signature.length).close();
        };
    }

    static Consumer<JsonWriter> text(String text) {
        return out -> out.open().name("text").value(text).close();
    }

    private static Consumer<JsonWriter> media(Json url, String type, String where) {
        Optional<DataUrl> data = DataUrl.of(url);
        if (data.isPresent()) {
            return inline(data.get().mediaType(), data.get()::write);
        }
        String text = url.text();
        if (text.startsWith("https://") || text.startsWith("http://") || text.startsWith("gs://")) {
            return at(url, type);
        }
        if (text.isEmpty() || text.startsWith("data:") || type.startsWith("image/")) {
            throw Losses.refuse(where, "it must be a data: URL in base64 or an address that begins with https://");
        }
        return inline(type, out -> out.copy(url));
    }

    private static Consumer<JsonWriter> inline(String type, Consumer<JsonWriter> data) {
        return out -> {
            out.open().name("inlineData").open();
            out.name("mimeType").value(type).name("data");
            data.accept(out);
            out.close().close();
        };
    }

    private static Consumer<JsonWriter> at(Json url, String otherwise) {
        String path = url.text().replaceFirst("[?#].*", "");
        String ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        String type = TYPES.getOrDefault(ending, otherwise);
        return out -> {
            out.open().name("fileData").open();
            out.name("mimeType").value(type).name("fileUri").copy(url).close().close();
        };
    }
}
