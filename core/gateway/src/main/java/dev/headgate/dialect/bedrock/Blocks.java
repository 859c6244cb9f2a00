package dev.headgate.dialect.bedrock;

import dev.headgate.hub.DataUrl;
import dev.headgate.hub.Losses;
import dev.headgate.hub.Part;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes content blocks of the parts of messages. Media go as their bytes, or as an address in S3, from where Bedrock takes
 * them itself.
 */
final class Blocks {
    /** Blocks of Bedrock's own that a caller may send as they are, in a part whose type is their name. */
    private static final Set<String> OWN = Set.of("image", "document", "video", "audio", "cachePoint");

    private static final Map<String, String> IMAGES = Map.of(
            "image/png", "png",
            "image/jpeg", "jpeg",
            "image/jpg", "jpeg",
            "image/gif", "gif",
            "image/webp", "webp");

    private static final Map<String, String> DOCUMENTS = Map.of(
            "application/pdf", "pdf",
            "text/csv", "csv",
            "application/msword", "doc",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx",
            "application/vnd.ms-excel", "xls",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx",
            "text/html", "html",
            "text/plain", "txt",
            "text/markdown", "md");

    private static final Map<String, String> VIDEOS = Map.of(
            "video/mp4", "mp4",
            "video/quicktime", "mov",
            "video/x-matroska", "mkv",
            "video/webm", "webm",
            "video/x-flv", "flv",
            "video/mpeg", "mpeg",
            "video/x-ms-wmv", "wmv",
            "video/3gpp", "three_gp");

    private final Losses losses;
    private final DocumentNames names = new DocumentNames();

    Blocks(Losses losses) {
        this.losses = losses;
    }

    /**
     * The block for a part; empty for text that says nothing, which the API refuses, and for what it does not have.
     *
     * @param where the member the part stands in, for messages
     */
    Optional<Block> of(Part part, String where) {
        Json mark = part.source().get("cache_control");
        return switch (part) {
            case Part.Text t -> t.text().saysSomething() ? Optional.of(Block.text(t.text(), mark)) : Optional.empty();
            case Part.Image i -> Optional.of(image(i, mark, where));
            case Part.File f -> Optional.of(file(f, mark, where));
            case Part.Audio a -> {
                losses.drop("input_audio");
                yield Optional.empty();
            }
            case Part.Other o -> other(o, mark, where);
        };
    }

    private Optional<Block> other(Part.Other o, Json mark, String where) {
        Json source = o.source();
        Json own = source.get(o.type());
        if (OWN.contains(o.type())
                && own.isObject()
                && !own.get("source").get("text").given()) {
            return Optional.of(new Block(o.type(), out -> out.copy(own), mark));
        }
        if (o.type().equals("guarded_text") && source.get("text").saysSomething()) {
            return Optional.of(new Block("guardContent", out -> guarded(out, source), mark));
        }
        if (o.type().equals("video_url")) {
            Json url = source.get("video_url");
            Json address = url.isString() ? url : url.get("url");
            return Optional.of(media("video", address, VIDEOS, mark, where));
        }
        losses.drop("messages.content." + (o.type().matches("[a-zA-Z0-9_]{1,40}") ? o.type() : "part"));
        return Optional.empty();
    }

    /** Text that a guardrail is to look at, where it is not to look at everything. */
    private static void guarded(JsonWriter out, Json part) {
        out.open().name("text").open().name("text").copy(part.get("text"));
        if (part.get("qualifiers").isArray()) {
            out.name("qualifiers").copy(part.get("qualifiers"));
        }
        out.close().close();
    }

    private Block image(Part.Image i, Json mark, String where) {
        Json detail = i.source().get("image_url").get("detail");
        if (detail.isString() && !detail.is("auto")) {
            losses.drop("image_url.detail");
        }
        return media("image", i.url(), IMAGES, mark, where);
    }

    /** A picture or a film. */
    private static Block media(String kind, Json url, Map<String, String> formats, Json mark, String where) {
        Optional<DataUrl> data = DataUrl.of(url);
        if (data.isPresent()) {
            return media(kind, data.get(), formats, mark, where);
        }
        String address = url.text();
        String format = extension(address);
        if (!address.startsWith("s3://") || !(formats.containsValue(format) || format.equals("jpg"))) {
            throw Losses.refuse(
                    where,
                    "it takes " + kind + "s as data: URLs in base64, or by s3:// addresses with their extensions");
        }
        return new Block(kind, out -> formatted(out, format.equals("jpg") ? "jpeg" : format, s3(address)), mark);
    }

    private static Block media(String kind, DataUrl data, Map<String, String> formats, Json mark, String where) {
        String format = formats.get(data.mediaType());
        if (format == null) {
            throw Losses.refuse(where, "the " + kind + " must be one of " + known(formats));
        }
        return new Block(kind, out -> formatted(out, format, bytes(data::write)), mark);
    }

    private Block file(Part.File f, Json mark, String where) {
        String name = f.name().text();
        Optional<DataUrl> data = DataUrl.of(f.data());
        if (data.isPresent() && IMAGES.containsKey(data.get().mediaType())) {
            return media("image", data.get(), IMAGES, mark, where);
        }
        if (data.isPresent() && VIDEOS.containsKey(data.get().mediaType())) {
            return media("video", data.get(), VIDEOS, mark, where);
        }
        if (data.isPresent()) {
            String typed = DOCUMENTS.get(data.get().mediaType());
            return document(f, name, typed == null ? extension(name) : typed, bytes(data.get()::write), mark, where);
        }
        String address = (f.id().isString() ? f.id() : f.data()).text();
        if (address.startsWith("s3://")) {
            String file = address.substring(address.lastIndexOf('/') + 1);
            return document(f, name.isEmpty() ? file : name, extension(address), s3(address), mark, where);
        }
        if (f.id().isString() || address.startsWith("http") || address.isEmpty()) {
            throw Losses.refuse(where, "it takes files as file_data in base64, or by an s3:// address");
        }
        String format = name.isEmpty() ? "pdf" : extension(name);
        return document(f, name, format, bytes(out -> out.copy(f.data())), mark, where);
    }

    private Block document(
            Part.File f, String name, String format, Consumer<JsonWriter> source, Json mark, String where) {
        String usual = format.equals("htm") ? "html" : format.equals("markdown") ? "md" : format;
        if (!DOCUMENTS.containsValue(usual)) {
            throw Losses.refuse(where, "the document must be one of " + known(DOCUMENTS));
        }
        String clean = names.next(name);
        Json citations = f.source().get("citations");
        return new Block(
                "document",
                out -> {
                    out.open().name("format").value(usual).name("name").value(clean);
                    source.accept(out.name("source"));
                    if (citations.isObject()) {
                        out.name("citations").copy(citations);
                    }
                    out.close();
                },
                mark);
    }

    private static void formatted(JsonWriter out, String format, Consumer<JsonWriter> source) {
        out.open().name("format").value(format);
        source.accept(out.name("source"));
        out.close();
    }

    private static Consumer<JsonWriter> bytes(Consumer<JsonWriter> base64) {
        return out -> {
            base64.accept(out.open().name("bytes"));
            out.close();
        };
    }

    private static Consumer<JsonWriter> s3(String address) {
        return out -> out.open()
                .name("s3Location")
                .open()
                .name("uri")
                .value(address)
                .close()
                .close();
    }

    private static String extension(String file) {
        return file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static String known(Map<String, String> formats) {
        return String.join(", ", formats.values().stream().sorted().distinct().toList());
    }
}
