package dev.headgate.state.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** A step that the server carries out as one, known to it by its digest. */
final class Script {
    private final byte[] source;
    private final String digest;

    private Script(byte[] source) {
        this.source = source;
        try {
            digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(source));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    /** The step made of these files one after the other. */
    static Script of(String... names) {
        var all = new StringBuilder();
        for (String name : names) {
            try (InputStream in = Objects.requireNonNull(Script.class.getResourceAsStream(name + ".lua"), name)) {
                all.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new Script(all.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Carries it out. A server that has forgotten it has done nothing, and is told its source. */
    CompletionStage<List<Object>> run(Connection c, String[] keys, byte[]... arguments) {
        return c.commands()
                .<List<Object>>evalsha(digest, ScriptOutputType.MULTI, keys, arguments)
                .exceptionallyCompose(e -> unknown(e)
                        ? c.commands().<List<Object>>eval(source, ScriptOutputType.MULTI, keys, arguments)
                        : CompletableFuture.failedStage(e));
    }

    private static boolean unknown(Throwable e) {
        return e instanceof RedisNoScriptException
                || (e instanceof CompletionException && e.getCause() instanceof RedisNoScriptException);
    }

    static byte[] argument(long number) {
        return argument(Long.toString(number));
    }

    static byte[] argument(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The number at this place of an answer. */
    static long number(List<Object> answer, int at) {
        return (Long) answer.get(at);
    }
}
