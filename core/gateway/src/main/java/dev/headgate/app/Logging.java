package dev.headgate.app;

import dev.headgate.telemetry.LineWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/** Sends the log of the gateway and its libraries through a {@link LineWriter}, so that logging never blocks. */
final class Logging extends Handler {
    private final LineWriter out;

    /** Made with the first line, which comes long after the start. */
    private static final class Time {
        static final DateTimeFormatter FORM =
                DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    }

    Logging(LineWriter out) {
        this.out = out;
    }

    /** The gateway's own messages from INFO, its libraries' from WARNING. */
    static void install(LineWriter out) {
        LogManager.getLogManager().reset();
        Logger root = Logger.getLogger("");
        root.setLevel(Level.WARNING);
        root.addHandler(new Logging(out));
        Logger.getLogger("dev.headgate").setLevel(Level.INFO);
        // Settled while there is one thread: of two that log first at once, SLF4J gives one placeholders, and says so.
        LoggerFactory.getILoggerFactory();
    }

    @Override
    public void publish(LogRecord r) {
        var line = new StringBuilder(160);
        line.append(Time.FORM.format(r.getInstant()))
                .append(' ')
                .append(r.getLevel())
                .append(' ');
        String name = r.getLoggerName() == null ? "" : r.getLoggerName();
        line.append(name.substring(name.lastIndexOf('.') + 1)).append("  ").append(safe(r.getMessage()));
        if (r.getThrown() != null) {
            var stack = new StringWriter();
            r.getThrown().printStackTrace(new PrintWriter(stack));
            line.append("\n    ").append(safe(stack.toString().stripTrailing()));
        }
        out.write(to -> to.append(line));
    }

    /** Further lines are indented and other control characters replaced, so that no text can pass for a line of the log. */
    private static String safe(String text) {
        var safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> safe.append("\n    ");
                case '\r' -> {}
                case '\t' -> safe.append("    ");
                default -> safe.appendCodePoint(Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? '?' : c);
            }
        });
        return safe.toString();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
