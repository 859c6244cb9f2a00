package dev.headgate.plugin.redaction.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Precision and recall on data of others, as docs/redaction.md states them. */
final class QualityTest {
    private static final Path ROOT = Path.of(System.getProperty("headgate.root", "../.."));
    private static final Path DATA = ROOT.resolve("../shared/fixtures/redaction");
    private static final Path PAGE = ROOT.resolve("docs/redaction.md");
    private static final String BEGIN = "<!-- measured -->\n";
    private static final String END = "<!-- /measured -->\n";
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final Map<String, String> KINDS = new TreeMap<>(Map.of(
            "CREDIT_CARD", "card",
            "EMAIL_ADDRESS", "email",
            "IBAN_CODE", "iban",
            "IP_ADDRESS", "ip",
            "US_SSN", "us-ssn",
            "PHONE_NUMBER", "phone",
            "DOMAIN_NAME", "url",
            "US_DRIVER_LICENSE", "driving-licence"));

    /**
     * Near misses of one rule that hold a secret by another or by any reading, by the beginning of the SHA-256 of their
     * texts: values of client secrets in another order of lines or quotes than the rule's (auth0, gitalk, generic), URLs
     * with a user and a password (mongodb, postgres), keys of another version (azure, newrelic, npm, twitch), a webhook, and
     * names of buckets, which other rules count as secrets.
     */
    private static final Set<String> SECRET_ALL_THE_SAME = Set.of(
            "9dba2fabd278",
            "84b1949446e9",
            "01b99e2612b6",
            "7dfc4a930379",
            "cd13cf750925",
            "942e454b565a",
            "dfddc3198bf7",
            "6f626067188b",
            "573760be4666",
            "4580536db7b6",
            "b246b1176a9d",
            "4e6869f2f569",
            "d091ede1a298",
            "219e084f7396",
            "0c0847ca13a0",
            "92b445eb044d",
            "b5a0bf3cc1f4",
            "071f5759cc70");

    private static final class Count {
        private int there;
        private int found;
        private int wrong;

        double recall() {
            return there == 0 ? 1 : (double) found / there;
        }

        double precision() {
            return found + wrong == 0 ? 1 : (double) found / (found + wrong);
        }
    }

    @Test
    void finds_personal_data_and_secrets_as_well_as_the_page_says() throws IOException {
        assumeTrue(Files.isDirectory(DATA), () -> "SKIPPED: texts to measure redaction with are not here: " + DATA);
        Map<String, Count> personal = personal();
        StringBuilder table =
                new StringBuilder("| kind | there | found | recall | precision |\n|---|---|---|---|---|\n");
        personal.forEach((kind, c) -> table.append(String.format(
                Locale.ROOT, "| `%s` | %d | %d | %.3f | %.3f |%n", kind, c.there, c.found, c.recall(), c.precision())));
        table.append(secrets());
        System.out.print(table);
        String page = Files.readString(PAGE);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        int to = page.indexOf(END);
        if (Boolean.getBoolean("headgate.regenerate")) {
            Files.writeString(PAGE, page.substring(0, from) + table + page.substring(to));
        } else {
            assertThat(page.substring(from, to))
                    .as("docs/redaction.md; run this test with -Dheadgate.regenerate=true")
                    .isEqualTo(table.toString());
        }
        personal.forEach((kind, c) -> {
            assertThat(c.recall()).as("recall of %s", kind).isGreaterThanOrEqualTo(0.95);
            assertThat(c.precision()).as("precision of %s", kind).isGreaterThanOrEqualTo(0.95);
        });
    }

    private static Map<String, Count> personal() throws IOException {
        Detectors detectors = Detectors.builder().detect("all").detect("url").build();
        Map<String, Count> counts = new TreeMap<>();
        KINDS.values().forEach(k -> counts.put(k, new Count()));
        for (String line : Files.readAllLines(DATA.resolve("pii-sentences.jsonl"))) {
            JsonNode sentence = JSON.readTree(line);
            String text = sentence.get("text").asString();
            List<Finding> left = new ArrayList<>(detectors.find(text));
            for (JsonNode span : sentence.get("spans")) {
                String kind = KINDS.get(span.get("type").asString());
                Count count = kind == null ? null : counts.get(kind);
                if (count != null) {
                    int start = text.offsetByCodePoints(0, span.get("start").asInt());
                    int end = text.offsetByCodePoints(0, span.get("end").asInt());
                    count.there++;
                    // A slash at the end of an address or an extension more or less does no harm.
                    boolean found = left.removeIf(f -> f.kind().equals(kind)
                            && f.start() <= start
                            && f.end() >= end - 1
                            && f.length() <= end - start + 2);
                    count.found += found ? 1 : 0;
                }
            }
            for (Finding f : left) {
                Count count = counts.get(f.kind());
                if (count != null) {
                    count.wrong++;
                }
            }
        }
        return counts;
    }

    /** The lines for secrets. A near miss of one rule that is a secret by another is no near miss. */
    private static String secrets() throws IOException {
        Detectors detectors = Detectors.builder().detect("secret").build();
        List<JsonNode> texts = new ArrayList<>();
        Set<String> secret = new HashSet<>();
        for (String line : Files.readAllLines(DATA.resolve("secrets.jsonl"))) {
            JsonNode text = JSON.readTree(line);
            texts.add(text);
            if (text.get("secret").asBoolean()) {
                secret.add(text.get("text_base64").asString());
            }
        }
        int there = 0;
        int missed = 0;
        int near = 0;
        int alarms = 0;
        int reallyNear = 0;
        int falseAlarms = 0;
        for (JsonNode text : texts) {
            String encoded = text.get("text_base64").asString();
            byte[] bytes = Base64.getMimeDecoder().decode(encoded);
            boolean found =
                    !detectors.find(new String(bytes, StandardCharsets.UTF_8)).isEmpty();
            if (text.get("secret").asBoolean()) {
                there++;
                missed += found ? 0 : 1;
            } else if (!secret.contains(encoded)) {
                near++;
                alarms += found ? 1 : 0;
                if (!SECRET_ALL_THE_SAME.contains(digest(bytes))) {
                    reallyNear++;
                    falseAlarms += found ? 1 : 0;
                }
            }
        }
        assertThat((double) missed / there).as("secrets missed").isLessThanOrEqualTo(0.05);
        assertThat((double) falseAlarms / reallyNear).as("false alarms").isLessThanOrEqualTo(0.02);
        return String.format(
                Locale.ROOT,
                "%n| texts | there | wrong | share |%n|---|---|---|---|%n| with a secret, nothing found | %d | %d | %.1f %% |%n"
                        + "| near misses, something found | %d | %d | %.1f %% |%n"
                        + "| of them those without a secret by any rule | %d | %d | %.1f %% |%n",
                there,
                missed,
                100.0 * missed / there,
                near,
                alarms,
                100.0 * alarms / near,
                reallyNear,
                falseAlarms,
                100.0 * falseAlarms / reallyNear);
    }

    private static String digest(byte[] text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text))
                    .substring(0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
