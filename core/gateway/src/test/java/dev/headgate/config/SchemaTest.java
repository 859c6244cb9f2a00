package dev.headgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SchemaTest {
    private static final JsonNode SCHEMA = JsonMapper.shared().readTree(SchemaWriter.write());

    @Test
    void the_shipped_schema_is_the_one_the_records_make() throws IOException {
        Path shipped = Path.of(System.getProperty("headgate.root", ""), "config", "gateway.schema.json");
        if (Boolean.getBoolean("headgate.regenerate")) {
            Files.createDirectories(shipped.getParent());
            Files.writeString(shipped, SchemaWriter.write());
        }
        assertThat(shipped)
                .as("regenerate with: ./mvnw -q -pl core/gateway -am test -Dtest=SchemaTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dheadgate.regenerate=true")
                .content()
                .isEqualTo(SchemaWriter.write());
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Server.class,
                Tls.class,
                Admin.class,
                Upstream.class,
                Route.class,
                Retry.class,
                Timeouts.class,
                Team.class,
                Key.class
            })
    void every_component_is_a_described_property(Class<?> type) {
        JsonNode definition = SCHEMA.at("/$defs/" + type.getSimpleName());
        JsonNode fields = definition.has("properties") ? definition : definition.at("/anyOf/2");
        assertThat(fields.get("additionalProperties").asBoolean(true)).isFalse();
        List<String> expected = Stream.of(type.getRecordComponents())
                .map(c -> Member.kebab(c.getName()))
                .toList();
        assertThat(fields.get("properties").propertyNames()).containsExactlyElementsOf(expected);
        for (JsonNode property : fields.get("properties")) {
            assertThat(property.path("description").asString("")).hasSizeGreaterThan(10);
        }
    }

    @Test
    void every_reference_leads_somewhere() {
        var references = new ArrayList<String>();
        SCHEMA.findValuesAsString("$ref").forEach(references::add);
        assertThat(references)
                .isNotEmpty()
                .allSatisfy(r -> assertThat(SCHEMA.at(r.substring(1)).isMissingNode())
                        .as(r)
                        .isFalse());
    }

    @Test
    void required_keys_are_those_without_a_stand_in() {
        assertThat(SCHEMA.has("required")).isFalse();
        assertThat(SCHEMA.at("/$defs/Upstream/required").toString()).isEqualTo("[\"provider\"]");
        assertThat(SCHEMA.at("/$defs/Key/required").toString()).isEqualTo("[\"name\"]");
        assertThat(SCHEMA.at("/$defs/Tls/required").toString()).isEqualTo("[\"certificate\",\"key\"]");
        assertThat(SCHEMA.at("/$defs/Route/anyOf/2/required").toString()).isEqualTo("[\"targets\"]");
        assertThat(SCHEMA.at("/$defs/TargetRef/anyOf/1/required").toString()).isEqualTo("[\"to\"]");
    }
}
