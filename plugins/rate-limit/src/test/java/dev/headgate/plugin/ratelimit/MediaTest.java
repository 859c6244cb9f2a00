package dev.headgate.plugin.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Body;
import dev.headgate.api.Operation;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What images and audio are counted as, by the rules that providers have published. */
final class MediaTest {
    private final Counter counter = new Counter();

    /** What is counted for a message of nothing but this part. */
    private long tokens(String model, String part) {
        return counter.of(
                                Body.of("{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":["
                                        + part + "]}]}"),
                                Operation.CHAT,
                                model)
                        .tokens()
                - 3; // of every request
    }

    private static String image(String url, String more) {
        return "{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + url + "\"" + more + "}}";
    }

    private static byte[] drawn(String format, int width, int height) throws IOException {
        var out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY), format, out))
                .isTrue();
        return out.toByteArray();
    }

    private static String url(byte[] file) {
        return "data:image/whatever;base64," + Base64.getEncoder().encodeToString(file);
    }

    @ParameterizedTest
    @CsvSource({
        // OpenAI's own examples: scaled to 768 by 768, four tiles; to 768 by 1536, six.
        "gpt-4o, 1024, 1024, 765",
        "gpt-4o, 2048, 4096, 1105",
        "openai/gpt-4o, 300, 300, 255",
        "gpt-4o-mini, 1024, 1024, 25501",
        "gpt-5, 1024, 1024, 630",
        "o3, 1024, 1024, 675",
        // And with patches: 1,024 of them, and a cap of 1,536.
        "gpt-4.1-mini, 1024, 1024, 1659",
        "o4-mini, 1600, 1600, 2642",
        // Anthropic's table: about 54, 1,334 and 1,590.
        "claude-sonnet-4-5, 200, 200, 54",
        "claude-sonnet-4-5, 1000, 1000, 1334",
        "claude-sonnet-4-5, 1092, 1092, 1590",
        // Gemini's: a small one, and 960 by 540 in six squares.
        "gemini-2.5-flash, 384, 384, 258",
        "gemini-2.5-flash, 960, 540, 1548",
        "acme-unknown, 10, 10, 1600"
    })
    void an_image_costs_by_its_size_what_its_provider_has_published(String model, int width, int height, long tokens)
            throws IOException {
        for (String format : new String[] {"png", "jpg", "gif"}) {
            assertThat(tokens(model, image(url(drawn(format, width, height)), "")))
                    .as(format)
                    .isEqualTo(tokens);
        }
    }

    @Test
    void the_size_of_a_webp_is_read_in_each_of_its_forms() {
        String pad = "00".repeat(20);
        String lossy =
                "52494646" + "00000000" + "57454250" + "56503820" + "00000000" + "000000" + "9d012a" + "0004" + "0004";
        String lossless = "52494646" + "00000000" + "57454250" + "5650384c" + "00000000" + "2f" + "ffc3ff00";
        String extended =
                "52494646" + "00000000" + "57454250" + "56503858" + "0a000000" + "00000000" + "ff0300" + "ff0300";
        for (String hex : new String[] {lossy, lossless, extended}) {
            assertThat(new FileHead(HexFormat.of().parseHex(hex + pad)).size())
                    .isEqualTo(new FileHead.Size(1024, 1024));
        }
    }

    @Test
    void low_detail_counts_for_the_image_that_it_stands_with() throws IOException {
        String picture = url(drawn("png", 1024, 1024));
        assertThat(tokens("gpt-4o", image(picture, ",\"detail\":\"low\""))).isEqualTo(85);
        assertThat(tokens("gpt-4o", image(picture, ",\"detail\":\"low\"") + "," + image(picture, "")))
                .isEqualTo(85 + 765);
        assertThat(tokens("gpt-4o-mini", image(picture, ",\"detail\":\"low\""))).isEqualTo(2_833);
        assertThat(tokens("gpt-4o", "{\"type\":\"input_image\",\"detail\": \"low\",\"image_url\":\"" + picture + "\"}"))
                .isEqualTo(85);
    }

    @Test
    void an_image_that_is_only_named_or_cannot_be_read_costs_the_most() {
        assertThat(tokens("gpt-4o", image("https://example.org/a.png", ""))).isEqualTo(85 + 8 * 170);
        assertThat(tokens("gpt-4o-mini", image("https://example.org/a.png", "")))
                .isEqualTo(48_169);
        assertThat(tokens("claude-x", image("data:image/png;base64," + "A".repeat(100_000), "")))
                .isEqualTo(1_600);
    }

    @Test
    void images_of_other_formats_are_found_too() throws IOException {
        String data = Base64.getEncoder().encodeToString(drawn("png", 200, 200));
        assertThat(tokens(
                        "claude-x",
                        "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\""
                                + data + "\"}}"))
                .isEqualTo(54);
        assertThat(tokens("gemini-x", "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"" + data + "\"}}"))
                .isEqualTo(258);
    }

    @Test
    void audio_costs_by_its_length_where_its_header_tells_it_and_else_by_the_longest_that_it_can_be()
            throws IOException {
        var format = new AudioFormat(16_000, 16, 1, true, false);
        var out = new ByteArrayOutputStream();
        AudioSystem.write(
                new AudioInputStream(new ByteArrayInputStream(new byte[32_000 * 30]), format, 16_000 * 30),
                AudioFileFormat.Type.WAVE,
                out);
        String half = "{\"type\":\"input_audio\",\"input_audio\":{\"format\":\"wav\",\"data\":\""
                + Base64.getEncoder().encodeToString(out.toByteArray()) + "\"}}";
        assertThat(tokens("gpt-4o-audio-preview", half)).isBetween(300L, 301L);
        assertThat(tokens("gemini-2.5-flash", half)).isBetween(960L, 961L);
        String unknown = "{\"type\":\"input_audio\",\"input_audio\":{\"format\":\"mp3\",\"data\":\""
                + "A".repeat(2_667 * 600) + "\"}}";
        assertThat(tokens("gpt-4o-audio-preview", unknown)).isEqualTo(6_000);
    }

    @Test
    void a_text_that_stands_where_a_file_could_is_counted_as_a_text() {
        assertThat(tokens(
                        "claude-x",
                        "{\"type\":\"document\",\"source\":{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":\""
                                + "some words, and more of them. ".repeat(100) + "\"}}"))
                .isEqualTo(900 + 4);
    }
}
