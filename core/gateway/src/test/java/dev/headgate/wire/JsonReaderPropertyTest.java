package dev.headgate.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.wire.JsonException.Kind;
import dev.headgate.wire.JsonReader.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** The reader against Jackson, set as strict as it goes. */
class JsonReaderPropertyTest {
    private static final JsonFactory JACKSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    @Property(tries = 2_000)
    void reads_the_same_as_jackson(@ForAll long seed) {
        byte[] document = RandomJson.document(new Random(seed));
        assertThat(ours(document)).isEqualTo(jackson(document).orElseThrow());
    }

    @Property(tries = 5_000)
    void refuses_the_same_mutations_as_jackson(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] document = RandomJson.mutated(RandomJson.document(random), random);
        Optional<List<String>> theirs = jackson(document);
        try {
            List<String> ours = ours(document);
            assertThat(theirs).contains(ours);
        } catch (JsonException e) {
            // Jackson lets some encodings and all of our limits pass.
            if (e.kind() == Kind.SYNTAX || e.kind() == Kind.DUPLICATE) {
                assertThat(theirs).as(e.getMessage()).isEmpty();
            }
        }
    }

    @Property(tries = 500)
    void bytes_between_start_and_end_are_the_value_itself(@ForAll long seed) {
        byte[] document = RandomJson.document(new Random(seed));
        JsonReader reader = new JsonReader(document, 0, document.length, JsonLimits.STANDARD);
        for (Token t = reader.next(); t != Token.END; t = reader.next()) {
            int from = reader.start();
            if (t == Token.STRING || t == Token.NAME || t == Token.NUMBER) {
                JsonReader again = new JsonReader(document, from, reader.end(), JsonLimits.STANDARD);
                again.next();
                assertThat(again.text()).isEqualTo(reader.text());
                assertThat(again.end()).isEqualTo(reader.end());
                assertThat(again.next()).isEqualTo(Token.END);
            }
        }
    }

    private static List<String> ours(byte[] document) {
        JsonReader reader = new JsonReader(document, 0, document.length, JsonLimits.STANDARD);
        List<String> out = new ArrayList<>();
        for (Token t = reader.next(); t != Token.END; t = reader.next()) {
            out.add(
                    switch (t) {
                        case NAME -> "name " + reader.text();
                        case STRING -> "string " + reader.text();
                        case NUMBER -> "number " + reader.text();
                        default -> new String(document, reader.start(), reader.end() - reader.start(), UTF_8);
                    });
        }
        return out;
    }

    private static Optional<List<String>> jackson(byte[] document) {
        List<String> out = new ArrayList<>();
        try (JsonParser parser = JACKSON.createParser(ObjectReadContext.empty(), document)) {
            int depth = 0;
            JsonToken t = parser.nextToken();
            if (t == null) {
                return Optional.empty();
            }
            do {
                depth += t.isStructStart() ? 1 : t.isStructEnd() ? -1 : 0;
                out.add(
                        switch (t) {
                            case PROPERTY_NAME -> "name " + parser.getString();
                            case VALUE_STRING -> "string " + parser.getString();
                            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "number " + parser.getString();
                            default -> t.asString();
                        });
                t = parser.nextToken();
            } while (depth > 0 && t != null);
            return t == null && depth == 0 ? Optional.of(out) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
