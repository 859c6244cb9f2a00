package dev.headgate.dialect.anthropic;

import dev.headgate.hub.DataUrl;
import dev.headgate.hub.Losses;
import dev.headgate.hub.Part;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Makes content blocks of the parts of messages. */
final class Blocks {
    /** Blocks of Anthropic's own that a caller may send as they are. */
    private static final Set<String> OWN = Set.of(
            "image",
            "document",
            "search_result",
            "container_upload",
            "thinking",
            "redacted_thinking",
            "tool_reference",
            "mid_conv_system");

    private static final String PDF = "application/pdf";

    private final Losses losses;

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
            case Part.Other o -> {
                if (OWN.contains(o.type())) {
                    yield Optional.of(Block.asItCame(o.source()));
                }
                losses.drop("messages.content." + (o.type().matches("[a-z0-9_]{1,40}") ? o.type() : "part"));
                yield Optional.empty();
            }
        };
    }

    private Block image(Part.Image i, Json mark, String where) {
        Json detail = i.source().get("image_url").get("detail");
        if (detail.isString() && !detail.is("auto")) {
            losses.drop("image_url.detail");
        }
        Optional<DataUrl> data = DataUrl.of(i.url());
        if (data.isPresent()) {
            return inline(data.get(), Json.ABSENT, mark);
        }
        return block("image", mark, url(i.url(), where), out -> {});
    }

    private static Block file(Part.File f, Json mark, String where) {
        if (f.id().isString()) {
            return block(
                    "document",
                    mark,
                    s -> s.name("type").value("file").name("file_id").copy(f.id()),
                    named(f.name()));
        }
        Optional<DataUrl> data = DataUrl.of(f.data());
        if (data.isPresent()) {
            return inline(data.get(), f.name(), mark);
        }
        if (f.data().text().startsWith("http")) {
            return block("document", mark, url(f.data(), where), named(f.name()));
        }
        return block("document", mark, base64(PDF, out -> out.value(f.data().text())), named(f.name()));
    }

    private static Block inline(DataUrl data, Json name, Json mark) {
        String type = data.mediaType().equals("image/jpg") ? "image/jpeg" : data.mediaType();
        if (type.startsWith("image/")) {
            return block("image", mark, base64(type, data::write), out -> {});
        }
        if (type.startsWith("text/")) {
            return block("document", mark, plain(data.base64()), named(name));
        }
        return block("document", mark, base64(type, data::write), named(name));
    }

    private static Consumer<JsonWriter> plain(String base64) {
        String text = new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
        return s -> s.name("type")
                .value("text")
                .name("media_type")
                .value("text/plain")
                .name("data")
                .value(text);
    }

    private static Consumer<JsonWriter> base64(String type, Consumer<JsonWriter> data) {
        return s -> {
            s.name("type").value("base64").name("media_type").value(type).name("data");
            data.accept(s);
        };
    }

    private static Consumer<JsonWriter> url(Json url, String where) {
        String text = url.text();
        if (!text.startsWith("https://") && !text.startsWith("http://")) {
            throw Losses.refuse(where, "it must be a data: URL in base64 or an address that begins with https://");
        }
        return s -> s.name("type").value("url").name("url").copy(url);
    }

    private static Consumer<JsonWriter> named(Json name) {
        return out -> {
            if (name.saysSomething()) {
                out.name("title").copy(name);
            }
        };
    }

    private static Block block(String type, Json mark, Consumer<JsonWriter> source, Consumer<JsonWriter> more) {
        return Block.of(mark, out -> {
            out.name("type").value(type).name("source").open();
            source.accept(out);
            out.close();
            more.accept(out);
        });
    }
}
