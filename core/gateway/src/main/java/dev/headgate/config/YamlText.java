package dev.headgate.config;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** The bytes of a configuration file as text: UTF-8, of bounded size, without control characters. */
final class YamlText {
    static final int MAX_BYTES = 16 << 20;
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private YamlText() {}

    /** The text, or empty after an error was reported. */
    static Optional<String> decode(byte[] bytes, Findings findings) {
        if (bytes.length > MAX_BYTES) {
            findings.error("", "the file is larger than 16 MiB; a configuration is at most that");
            return Optional.empty();
        }
        CharsetDecoder utf8 = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = utf8.decode(ByteBuffer.wrap(bytes), out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            findings.error(end(text), "", "not UTF-8; save the file in this encoding");
            return Optional.empty();
        }
        if (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
            text = text.substring(1);
        }
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (!StreamReader.isPrintable(text.codePointAt(i))) {
                findings.error(
                        end(text.substring(0, i)),
                        "",
                        "control character U+%04X; remove it or escape it inside double quotes"
                                .formatted(text.codePointAt(i)));
                return Optional.empty();
            }
        }
        return Optional.of(text);
    }

    private static Position end(String text) {
        int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
        int start = text.lastIndexOf('\n') + 1;
        return new Position(line, 1 + text.codePointCount(start, text.length()));
    }
}
