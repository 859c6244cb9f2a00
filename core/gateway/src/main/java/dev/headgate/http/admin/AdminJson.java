package dev.headgate.http.admin;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON as admin calls read and write it. */
final class AdminJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private AdminJson() {}

    static String write(Object value) {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
    }

    /** The object that a body holds, or empty when it holds none. */
    static Optional<ObjectNode> read(String body) {
        try {
            JsonNode node = JSON.readTree(body);
            return node instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
