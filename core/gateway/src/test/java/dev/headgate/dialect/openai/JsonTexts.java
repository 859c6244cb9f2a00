package dev.headgate.dialect.openai;

import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Which strings of a document are texts, told by their paths, and what becomes of a tree when they change. */
final class JsonTexts {
    static final JsonMapper JACKSON = JsonMapper.shared();

    private static final String SAID = "/(content(/\\d+/(text|refusal|thinking(/\\d+/text)?))?|refusal|reasoning"
            + "|reasoning_content|reasoning_details/\\d+/(text|summary)|audio/transcript|function_call/arguments"
            + "|tool_calls/\\d+/(function/arguments|custom/input))";
    private static final Pattern TEXT =
            Pattern.compile("/(messages/\\d+" + SAID + "|choices/\\d+/(message|delta)" + SAID
                    + "|(messages/\\d+|choices/\\d+/message)/annotations/\\d+/url_citation/(title|content)"
                    + "|choices/\\d+/text|prompt(/\\d+)?|suffix|input(/\\d+)?|prediction/content"
                    + "|(tools|functions|response_format)/.*/description)");

    private static final Pattern CHOICE = Pattern.compile("/choices/\\d+");

    private JsonTexts() {}

    static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    /** Changes the texts of a document in place; the JSON inside strings, when it counts as such, is written anew. */
    static void change(JsonNode node, String path, UnaryOperator<String> to, boolean inside) {
        boolean ofChoice = CHOICE.matcher(path).matches();
        JsonNode before = ofChoice ? node.deepCopy() : node;
        texts(node, path, to, inside);
        // What repeats a changed text token by token goes with it.
        if (ofChoice
                && node instanceof ObjectNode choice
                && choice.path("logprobs").isObject()
                && !choice.equals(before)) {
            choice.putNull("logprobs");
        }
    }

    private static void texts(JsonNode node, String path, UnaryOperator<String> to, boolean inside) {
        if (node instanceof ObjectNode object) {
            for (String name : List.copyOf(object.propertyNames())) {
                String at = path + "/" + name;
                if (object.path(name).isString() && TEXT.matcher(at).matches()) {
                    String text = object.path(name).asString();
                    object.put(name, inside && name.equals("arguments") ? arguments(text, to) : to.apply(text));
                } else {
                    change(object.path(name), at, to, inside);
                }
            }
        } else if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                String at = path + "/" + i;
                if (list.get(i).isString() && TEXT.matcher(at).matches()) {
                    list.set(i, to.apply(list.get(i).asString()));
                } else {
                    change(list.get(i), at, to, inside);
                }
            }
        }
    }

    private static String arguments(String text, UnaryOperator<String> to) {
        try {
            JsonNode values = JACKSON.readTree(text);
            if (values.isMissingNode()) {
                return text;
            }
            JsonNode root = JACKSON.createArrayNode().add(values);
            values(root, to);
            return root.get(0).toString();
        } catch (JacksonException e) {
            return to.apply(text);
        }
    }

    private static void values(JsonNode node, UnaryOperator<String> to) {
        if (node instanceof ObjectNode object) {
            for (String name : List.copyOf(object.propertyNames())) {
                if (object.path(name).isString()) {
                    object.put(name, to.apply(object.path(name).asString()));
                } else {
                    values(object.path(name), to);
                }
            }
        } else if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                if (list.get(i).isString()) {
                    list.set(i, to.apply(list.get(i).asString()));
                } else {
                    values(list.get(i), to);
                }
            }
        }
    }

    /** Tells the texts of one choice of a chunk by what they belong to: pieces of one text by the same name. */
    static void pieces(JsonNode node, String path, BiConsumer<String, String> to) {
        if (node.isString() && TEXT.matcher(path).matches()) {
            to.accept(path.replaceAll("content/\\d+/text", "content"), node.asString());
        }
        for (String name : node.propertyNames()) {
            pieces(node.path(name), path + "/" + name, to);
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            int index = path.endsWith("tool_calls") ? node.get(i).path("index").asInt(i) : i;
            pieces(node.get(i), path + "/" + index, to);
        }
    }
}
