package dev.headgate.bench.parts;

import dev.headgate.plugin.redaction.detect.Detectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.json.JsonMapper;

/** One mebibyte of text looked through for all that redaction knows: 10 ms are 100 MB/s, 33 ms are 30. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 4, time = 2)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xms256m", "-Xmx512m"})
public class Detecting {
    private static final int SIZE = 1 << 20;

    /** What hostile texts repeat, by name. */
    private static final Map<String, String> HOSTILE = Map.ofEntries(
            Map.entry("digits", "1"),
            Map.entry("letters", "a"),
            Map.entry("hex", "0f"),
            Map.entry("quotes", "\""),
            Map.entry("ats", "@"),
            Map.entry("braces", "{"),
            Map.entry("equals", "="),
            Map.entry("separators", "1-"),
            Map.entry("colons", "::"),
            Map.entry("births", "born 1."),
            Map.entry("passwords", "password is "),
            Map.entry("cards", "4111 "),
            Map.entry("links", "://a:b@"));

    /** Prose, the shared sentences one by one, or what a hostile text repeats. */
    @Param({
        "prose",
        "sentences",
        "digits",
        "letters",
        "hex",
        "quotes",
        "ats",
        "braces",
        "equals",
        "separators",
        "colons",
        "births",
        "passwords",
        "cards",
        "links"
    })
    public String text = "prose";

    /** Where the sentences are that {@code sentences} stands for, as JSON with a member {@code text} in each line. */
    @Param("../shared/fixtures/redaction/pii-sentences.jsonl")
    public String file = "";

    private final Detectors detectors = Detectors.builder().detect("all").build();
    private final List<String> texts = new ArrayList<>();

    /** Makes the texts. */
    @Setup
    public void make() throws IOException {
        detectors.prepare();
        if (!text.equals("sentences")) {
            String repeated = HOSTILE.getOrDefault(text, Texts.PROSE);
            texts.add(repeated.repeat(SIZE / repeated.length()));
            return;
        }
        List<String> sentences = Files.readAllLines(Path.of(file)).stream()
                .map(line -> JsonMapper.shared().readTree(line).get("text").asString())
                .toList();
        int size = 0;
        for (int i = 0; size < SIZE; i++) {
            String sentence = sentences.get(i % sentences.size());
            texts.add(sentence);
            size += sentence.length();
        }
    }

    /** A mebibyte. */
    @Benchmark
    public int mebibyte() {
        int found = 0;
        for (String t : texts) {
            found += detectors.find(t).size();
        }
        return found;
    }
}
