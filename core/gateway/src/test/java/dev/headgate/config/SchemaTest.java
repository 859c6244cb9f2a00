package dev.headgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.settings.Default;
import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Range;
import dev.headgate.api.settings.Required;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SchemaTest {
    private static final JsonNode SCHEMA =
            JsonMapper.shared().readTree(SchemaWriter.write(Map.of("guard", Guard.class)));

    private record Rule(@Describe("The word.") String word) {}

    @Describe("Guards.")
    private record Guard(
            @Describe("The rules.") @Required List<Rule> rules,

            @Describe("How many at most.") @Default("3") @Range(min = "1", max = "9")
            int most) {}

    @Test
    void the_settings_of_a_known_filter_are_described_and_those_of_others_left_open() {
        JsonNode use = SCHEMA.at("/$defs/FilterUse/anyOf/1");
        assertThat(use.at("/additionalProperties/type").toString()).isEqualTo("[\"object\",\"null\"]");
        JsonNode guard = use.at("/properties/guard");
        assertThat(guard.path("additionalProperties").asBoolean(true)).isFalse();
        assertThat(guard.path("required").toString()).isEqualTo("[\"rules\"]");
        assertThat(guard.path("properties").propertyNames()).containsExactly("rules", "most", "on-error", "time-limit");
        assertThat(SCHEMA.at(guard.at("/properties/rules/items/$ref").asString().substring(1))
                        .path("properties")
                        .propertyNames())
                .containsExactly("word");
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Server.class,
                Tls.class,
                Admin.class,
                Upstream.class,
                Aws.class,
                Google.class,
                Entra.class,
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
