package dev.headgate.testkit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lines and header fields of HTTP/1.1, read without any leniency. */
final class Wire {
    private Wire() {}

    /**
     * The next line without its CRLF.
     *
     * @throws EOFException when the stream ends first
     * @throws ProtocolException when the line ends in a bare LF
     */
    static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("ended inside a line after " + line.size() + " bytes");
            }
            line.write(b);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        if (!text.endsWith("\r")) {
            throw new ProtocolException("line without CR: " + text);
        }
        return text.substring(0, text.length() - 1);
    }

    /** Header fields up to and including the empty line. */
    static Fields fields(InputStream in) throws IOException {
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new ProtocolException("header field without a name: " + line);
            }
            fields.add(Map.entry(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return new Fields(fields);
    }
}
