package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.headgate.api.Body;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.Keepsakes;
import dev.headgate.dialect.StreamStage;
import dev.headgate.dialect.Translation;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.testkit.Recording;
import dev.headgate.testkit.Recordings;
import dev.headgate.time.Clock;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** A translated stream comes to the same wherever its bytes are cut, and to no end where they are missing. */
final class StreamCutsTest {
    private static final boolean LONG = Boolean.getBoolean("headgate.long");
    private static final Pattern MADE_UP = Pattern.compile("chatcmpl-[0-9a-f]+");
    private static final int LARGE = 64 * 1024;
    private static final String DONE = "data: [DONE]\n\n";
    private static final Body ANY =
            Body.of("{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}");

    /** Writes down all that a stage tells. */
    private static final class Told implements StreamStage.Sink {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        @Override
        public void events(byte[] array, int from, int to) {
            out.write(array, from, to - from);
        }

        @Override
        public void failed(UpstreamError error) {
            out.writeBytes(("failed: " + error + "\n").getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void malformed(String what) {
            out.writeBytes(("malformed: " + what + "\n").getBytes(StandardCharsets.UTF_8));
        }

        String text() {
            // An id that the format does not have is made up anew for each stream.
            return MADE_UP.matcher(out.toString(StandardCharsets.UTF_8)).replaceAll("made-up");
        }
    }

    @TestFactory
    @Timeout(900)
    Stream<DynamicTest> a_cut_changes_nothing() {
        assumeTrue(
                Recordings.available(), () -> "SKIPPED: recorded provider traffic is not here: " + Recordings.folder());
        return NativeProvider.ALL.stream()
                .flatMap(p -> Recordings.cases(m -> p.has(m) && m.stream() && m.status() == 200).stream()
                        .map(r -> DynamicTest.dynamicTest(r.toString(), () -> cuts(p, r))));
    }

    private static void cuts(NativeProvider p, Recording r) {
        byte[] b = r.response();
        String whole = cut(p, b, b.length, b.length);
        int step = b.length > LARGE ? 7 : 1;
        for (int at = 0; at < b.length; at += LONG ? step : 13 * step) {
            assertThat(cut(p, b, at, b.length)).as("cut at " + at).isEqualTo(whole);
            assertThat(whole).as("ended at " + at).startsWith(cut(p, b, at, at).replace(DONE, ""));
        }
        for (int size : new int[] {1, 7, 64}) {
            assertThat(pieces(p, b, size)).as("pieces of " + size).isEqualTo(whole);
        }
    }

    private static StreamStage stage(NativeProvider p) {
        Translation translation = Dialects.TRANSLATIONS.stream()
                .filter(t -> t.dialect().equals(p.dialect()))
                .findFirst()
                .orElseThrow();
        var keepsakes = new Keepsakes(Clock.SYSTEM).of("team", "key");
        return translation
                .translator(new Asked(dev.headgate.api.Operation.CHAT, ANY, "m", true, true, 1_700_000_000, keepsakes))
                .stream();
    }

    private static String cut(NativeProvider p, byte[] b, int at, int end) {
        StreamStage stage = stage(p);
        var told = new Told();
        stage.bytes(b, 0, at, told);
        stage.bytes(b, at, end, told);
        stage.end(true, told);
        return told.text();
    }

    private static String pieces(NativeProvider p, byte[] b, int size) {
        StreamStage stage = stage(p);
        var told = new Told();
        for (int at = 0; at < b.length; at += size) {
            stage.bytes(b, at, Math.min(b.length, at + size), told);
        }
        stage.end(true, told);
        return told.text();
    }
}
