package dev.headgate.plugin.ratelimit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What stands in the JSON of a request that costs tokens, found in one pass over its bytes and without a tree, whatever the
 * wire format: texts, tools, tokens written as numbers, images, audio. The body has been checked before; of one that is no
 * JSON nothing is found, and nothing fails.
 */
final class Scan {
    private static final byte[] DATA_URL = bytes("data:");
    private static final byte[] DETAIL = bytes("detail\"");
    private static final byte[] LOW = bytes("low");

    /** Members whose values are no texts. */
    private static final byte[][] WORDS = {
        bytes("type"),
        bytes("role"),
        bytes("id"),
        bytes("detail"),
        bytes("format"),
        bytes("media_type"),
        bytes("mimeType"),
        bytes("mime_type"),
        bytes("tool_call_id"),
        bytes("tool_use_id"),
        bytes("call_id"),
        bytes("signature"),
        bytes("thoughtSignature"),
        bytes("encrypted_content")
    };

    /** Members of the request itself whose values are texts; all others of its own are settings. */
    private static final byte[][] TEXTS = {
        bytes("prompt"),
        bytes("input"),
        bytes("instructions"),
        bytes("system"),
        bytes("query"),
        bytes("message"),
        bytes("preamble"),
        bytes("suffix"),
        bytes("inputText")
    };

    /** Members of the request itself that describe tools and the forms of answers. */
    private static final byte[][] TOOLS = {
        bytes("tools"), bytes("functions"), bytes("response_format"), bytes("toolConfig"), bytes("text")
    };

    /** Members whose values may be images or audio, as an address or in base64. */
    private static final byte[][] MEDIA = {bytes("image_url"), bytes("url"), bytes("data"), bytes("bytes")};

    private final byte[] json;
    private final Media media;
    private long texts;
    private long bytes;
    private long numbers;
    private long tools;

    private Scan(byte[] json, Media media) {
        this.json = json;
        this.media = media;
    }

    /** Reads a body; its images and audio are told as they are met. */
    static Scan of(byte[] json, Media media) {
        var scan = new Scan(json, media);
        scan.read();
        return scan;
    }

    /** How many texts there are. */
    long texts() {
        return texts;
    }

    /** Their bytes as they are written, with escapes: never fewer than they have. */
    long bytes() {
        return bytes;
    }

    /** Tokens that are written as numbers. */
    long numbers() {
        return numbers;
    }

    /** The bytes of the descriptions of tools and of the answer's form. */
    long tools() {
        return tools;
    }

    private void read() {
        int depth = 0;
        int nameFrom = 0;
        int nameTo = 0;
        boolean text = false;
        boolean tool = false;
        int toolFrom = 0;
        int i = 0;
        while (i < json.length) {
            byte b = json[i];
            if (b == '"') {
                int end = stringEnd(i);
                int next = end + 1;
                while (next < json.length && json[next] <= ' ' && json[next] >= 0) {
                    next++;
                }
                if (next < json.length && json[next] == ':') {
                    nameFrom = i + 1;
                    nameTo = end;
                    if (depth == 1) {
                        text = isOneOf(TEXTS, nameFrom, nameTo);
                        tool = isOneOf(TOOLS, nameFrom, nameTo);
                        toolFrom = next + 1;
                    }
                    i = next + 1;
                    continue;
                }
                if (!tool && (depth > 1 || text)) {
                    value(i + 1, end, nameFrom, nameTo);
                }
                i = end + 1;
                continue;
            }
            if (b == '{' || b == '[') {
                depth++;
            } else if (b == '}' || b == ']') {
                depth--;
                media.objectEnds();
                if (depth == 1 && tool) {
                    tools += i + 1L - toolFrom;
                    tool = false;
                }
            } else if (text && depth > 1 && b >= '0' && b <= '9') {
                numbers++;
                while (i + 1 < json.length && json[i + 1] >= '0' && json[i + 1] <= '9') {
                    i++;
                }
            }
            i++;
        }
    }

    private void value(int from, int to, int nameFrom, int nameTo) {
        int length = to - from;
        if (length == LOW.length && matches(from, LOW) && matches(nameFrom, DETAIL)) {
            media.lowDetail();
        }
        if (isOneOf(WORDS, nameFrom, nameTo)) {
            return;
        }
        if (isOneOf(MEDIA, nameFrom, nameTo) && media.met(json, matches(from, DATA_URL) ? comma(from, to) : from, to)) {
            return;
        }
        texts++;
        bytes += length;
    }

    private int comma(int from, int to) {
        int i = from;
        while (i < to && json[i] != ',') {
            i++;
        }
        return Math.min(i + 1, to);
    }

    private int stringEnd(int quote) {
        int i = quote + 1;
        while (i < json.length && json[i] != '"') {
            i += json[i] == '\\' ? 2 : 1;
        }
        return Math.min(i, json.length);
    }

    private boolean isOneOf(byte[][] names, int from, int to) {
        for (byte[] name : names) {
            if (name.length == to - from
                    && name[0] == json[from]
                    && Arrays.equals(json, from, to, name, 0, name.length)) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(int from, byte[] sought) {
        return from + sought.length <= json.length
                && Arrays.equals(json, from, from + sought.length, sought, 0, sought.length);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
