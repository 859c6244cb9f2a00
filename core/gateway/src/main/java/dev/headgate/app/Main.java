package dev.headgate.app;

import dev.headgate.plugin.PluginException;
import dev.headgate.telemetry.LineWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** Where the process begins. Exit codes: 0 done, 1 refused or failed, 2 not understood. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        int code;
        // Before any plugin or library is loaded, so that none of them writes to the terminal by itself.
        try (var log = new LineWriter(new FileOutputStream(FileDescriptor.err))) {
            Logging.install(log);
            code = execute(args);
        }
        System.exit(code);
    }

    /** Runs one command; gives its exit code. */
    static int execute(String... args) {
        Optional<Path> served = plainRun(args);
        boolean warmUp = args.length == 1 && args[0].equals("warm-up");
        if (served.isEmpty() && !warmUp) {
            return Commands.line(args).execute(args);
        }
        PrintWriter err = writer(FileDescriptor.err);
        try {
            return warmUp
                    ? WarmUp.run()
                    : new Serving(
                                    served.get(),
                                    writer(FileDescriptor.out),
                                    err,
                                    new FileOutputStream(FileDescriptor.out))
                            .untilStopped();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } catch (IOException | RuntimeException e) {
            return failed(e, err);
        }
    }

    /**
     * The configuration to serve, when the arguments say that and nothing else. A gateway then starts without the
     * command-line library, whose classes no class cache takes and which would be a quarter of its start.
     */
    private static Optional<Path> plainRun(String... args) {
        if (args.length == 1 && args[0].equals("run")) {
            return Optional.of(Places.configFile());
        }
        boolean named = args.length == 3 && args[0].equals("run") && args[1].equals("--config");
        return named && !args[2].startsWith("-") ? Optional.of(Path.of(args[2])) : Optional.empty();
    }

    /** Says why a command failed; gives its exit code. */
    static int failed(Exception e, PrintWriter err) {
        switch (e) {
            case StartException s -> err.println(s.getMessage());
            case PluginException p -> err.println("headgate: " + p.getMessage());
            default -> LoggerFactory.getLogger(Main.class).error("the command failed in a way it should not", e);
        }
        err.flush();
        return 1;
    }

    private static PrintWriter writer(FileDescriptor to) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(to), StandardCharsets.UTF_8), true);
    }
}
