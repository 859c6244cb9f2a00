package dev.headgate.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts the values of {@code ${NAME}} and {@code ${file:path}} in the place of these references. */
final class References {
    private static final Pattern TOKEN = Pattern.compile("\\$\\$|\\$\\{([^}]*)(\\}?)");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final String FILE = "file:";
    private static final int MAX_FILE = 64 << 10;

    private final Path directory;
    private final Function<String, Optional<String>> environment;
    private final Findings findings;

    References(Path directory, Function<String, Optional<String>> environment, Findings findings) {
        this.directory = directory;
        this.environment = environment;
        this.findings = findings;
    }

    /** The same ones, with what is wrong reported elsewhere. */
    References with(Findings elsewhere) {
        return new References(directory, environment, elsewhere);
    }

    /**
     * A text with its references resolved.
     *
     * @param referred whether there were any, so that the value must not be shown
     */
    record Text(String value, boolean referred) {
        /** The value for a message, unless it came from elsewhere. */
        String shown() {
            return referred
                    ? "the value referred to"
                    : "\"" + (value.length() > 60 ? value.substring(0, 60) + "…" : value) + "\"";
        }
    }

    /** The text with all references resolved; empty after an error was reported. */
    Optional<Text> resolve(String text, String path) {
        var out = new StringBuilder();
        boolean referred = false;
        boolean whole = true;
        Matcher m = TOKEN.matcher(text);
        while (m.find()) {
            String value = "$";
            if (m.group(1) != null) {
                referred = true;
                Optional<String> found = m.group(2).isEmpty() ? unclosed(path) : value(m.group(1), path);
                whole &= found.isPresent();
                value = found.orElse("");
            }
            m.appendReplacement(out, Matcher.quoteReplacement(value));
        }
        m.appendTail(out);
        return whole ? Optional.of(new Text(out.toString(), referred)) : Optional.empty();
    }

    private Optional<String> unclosed(String path) {
        return refuse(path, "a reference without its }; write ${NAME} or ${file:path}, and $$ for a plain $");
    }

    private Optional<String> value(String reference, String path) {
        if (reference.startsWith(FILE)) {
            return file(reference.substring(FILE.length()), path);
        }
        if (!NAME.matcher(reference).matches()) {
            return refuse(path, "not a reference; write ${NAME} or ${file:path}, and $$ for a plain $");
        }
        Optional<String> value = environment.apply(reference);
        return value.isPresent() ? value : refuse(path, "environment variable " + reference + " is not set");
    }

    private Optional<String> file(String name, String path) {
        try (InputStream in = Files.newInputStream(directory.resolve(name))) {
            byte[] bytes = in.readNBytes(MAX_FILE + 1);
            if (bytes.length > MAX_FILE) {
                return refuse(path, "file " + name + " is larger than 64 KiB");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(bytes))
                    .toString();
            return Optional.of(
                    text.endsWith("\r\n")
                            ? text.substring(0, text.length() - 2)
                            : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
        } catch (CharacterCodingException e) {
            return refuse(path, "file " + name + " is not UTF-8 text");
        } catch (IOException | InvalidPathException e) {
            return refuse(path, "file " + name + " cannot be read");
        }
    }

    private Optional<String> refuse(String path, String message) {
        findings.error(path, message);
        return Optional.empty();
    }
}
