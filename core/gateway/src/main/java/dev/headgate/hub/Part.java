package dev.headgate.hub;

import dev.headgate.wire.Json;

/** A piece of what a message says. {@link #source} is the part as it came; for a message of plain text, the string. */
public sealed interface Part {
    Json source();

    /** What is said in words. {@code text} is a JSON string. */
    record Text(Json text, Json source) implements Part {}

    /** A picture. {@code url} is a JSON string: an address, or the data themselves in a {@code data:} URL. */
    record Image(Json url, Json source) implements Part {}

    /**
     * A document.
     *
     * @param data a {@code data:} URL or plain base64, absent when the file is known by its id
     * @param id the file's id at the provider, when it is there
     * @param name the file's name, when it is given
     */
    record File(Json data, Json id, Json name, Json source) implements Part {}

    /**
     * A recording.
     *
     * @param data base64
     * @param format such as {@code wav}
     */
    record Audio(Json data, Json format, Json source) implements Part {}

    /** A part of another type, perhaps one that only the provider knows. */
    record Other(String type, Json source) implements Part {}

    /** The part that this element of a message's content is. */
    static Part of(Json source) {
        if (source.isString()) {
            return new Text(source, source);
        }
        Json type = source.get("type");
        if (type.is("text") || type.is("input_text") || type.is("output_text")) {
            return new Text(source.get("text"), source);
        }
        if (type.is("refusal")) {
            return new Text(source.get("refusal"), source);
        }
        if (type.is("image_url")) {
            Json image = source.get("image_url");
            return new Image(image.isString() ? image : image.get("url"), source);
        }
        if (type.is("file")) {
            Json file = source.get("file");
            return new File(file.get("file_data"), file.get("file_id"), file.get("filename"), source);
        }
        if (type.is("input_audio")) {
            Json audio = source.get("input_audio");
            return new Audio(audio.get("data"), audio.get("format"), source);
        }
        return new Other(type.text(), source);
    }
}
