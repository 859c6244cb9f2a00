package dev.headgate.config;

import dev.headgate.api.settings.Default;
import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Matches;
import dev.headgate.api.settings.Range;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON Schema of the configuration, for editors: made from the same records that the file is read into. */
public final class SchemaWriter {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String REFERENCE = "Reference";

    private final Map<String, ObjectNode> definitions = new TreeMap<>();
    private final Map<String, Class<? extends Record>> filters;
    /** Stands before the names of a plugin's records, which may be those of another plugin's too. */
    private String prefix = "";

    private SchemaWriter(Map<String, Class<? extends Record>> filters) {
        this.filters = new TreeMap<>(filters);
    }

    /**
     * The schema as indented JSON that ends with a line break; the same text every time.
     *
     * @param filters the settings of the filters that are known, by the filter's name; others may be used with any
     */
    public static String write(Map<String, Class<? extends Record>> filters) {
        var writer = new SchemaWriter(filters);
        ObjectNode schema = JSON.createObjectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Headgate configuration");
        schema.setAll(writer.fields(GatewayConfig.class));
        writer.definitions.put(
                REFERENCE,
                JSON.createObjectNode()
                        .put("description", "A text with a reference to an environment variable or a file.")
                        .put("type", "string")
                        .put("pattern", "\\$\\{[^}]+\\}"));
        ObjectNode definitions = schema.putObject("$defs");
        writer.definitions.forEach(definitions::set);
        var indenter = new DefaultIndenter("  ", "\n");
        var printer = new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
        return JSON.writer().with(printer).writeValueAsString(schema) + "\n";
    }

    private ObjectNode schema(Member member) {
        ObjectNode schema = JSON.createObjectNode();
        member.has(Describe.class).ifPresent(d -> schema.put("description", described(member, d)));
        schema.setAll(shape(member));
        member.has(Default.class).ifPresent(d -> {
            if (member.raw() == List.class) {
                schema.putArray("default").add(d.value());
            } else {
                standIn(schema, member.raw(), d.value());
            }
        });
        return schema;
    }

    private static void standIn(ObjectNode schema, Class<?> type, String value) {
        Tag tag = Scalars.of(type).tag();
        if (tag.equals(Tag.INT)) {
            schema.put("default", Long.parseLong(value));
        } else if (tag.equals(Tag.FLOAT)) {
            schema.put("default", Double.parseDouble(value));
        } else if (tag.equals(Tag.BOOL)) {
            schema.put("default", Boolean.parseBoolean(value));
        } else {
            schema.put("default", value);
        }
    }

    /** JSON Schema has no range for sizes and durations, so their text says it. */
    private static String described(Member member, Describe description) {
        return description.value()
                + member.has(Range.class)
                        .filter(r -> Scalars.of(scalarOf(member)).tag().equals(Tag.STR))
                        .map(r -> " From " + r.min() + " to " + r.max() + ".")
                        .orElse("");
    }

    private static Class<?> scalarOf(Member member) {
        return member.raw() == Optional.class || member.raw() == List.class ? scalarOf(member.element()) : member.raw();
    }

    private ObjectNode shape(Member member) {
        Class<?> raw = member.raw();
        if (raw == Optional.class) {
            return shape(member.element());
        }
        ObjectNode schema = JSON.createObjectNode();
        if (raw == List.class) {
            schema.put("type", "array");
            if (member.required()) {
                schema.put("minItems", 1);
            }
            schema.set("items", shape(member.element()));
            return member.element().raw().isEnum() ? either(schema, shape(member.element())) : schema;
        }
        if (raw == Map.class) {
            schema.put("type", "object");
            member.has(Matches.class)
                    .ifPresent(m -> schema.putObject("propertyNames").put("pattern", whole(m.value())));
            return schema.set("additionalProperties", shape(member.value()));
        }
        return Scalars.known(raw) ? scalar(member) : reference(raw);
    }

    private ObjectNode reference(Class<?> type) {
        String name = prefix + type.getSimpleName();
        if (!definitions.containsKey(name)) {
            definitions.put(name, JSON.createObjectNode()); // taken, should it hold itself
            definitions.put(name, type == FilterUse.class ? filterUse() : record(type));
        }
        return JSON.createObjectNode().put("$ref", "#/$defs/" + name);
    }

    private ObjectNode record(Class<?> type) {
        List<Method> shorthands = Shape.of(type).shorthands();
        if (shorthands.isEmpty()) {
            return fields(type);
        }
        ObjectNode schema = JSON.createObjectNode();
        describe(schema, type.getAnnotation(Describe.class));
        ArrayNode forms = schema.putArray("anyOf");
        shorthands.forEach(s -> forms.add(schema(Shape.only(s))));
        forms.add(fields(type));
        return schema;
    }

    private ObjectNode fields(Class<?> type) {
        return fields(type, List.of());
    }

    private ObjectNode fields(Class<?> type, List<Member> further) {
        ObjectNode schema = JSON.createObjectNode();
        describe(schema, type.getAnnotation(Describe.class));
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = JSON.createArrayNode();
        var members = new ArrayList<>(Shape.of(type).members());
        members.addAll(further);
        for (Member member : members) {
            properties.set(member.key(), schema(member));
            if (member.required()) {
                required.add(member.key());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema.put("additionalProperties", false);
    }

    private ObjectNode filterUse() {
        ObjectNode schema = JSON.createObjectNode();
        describe(schema, FilterUse.class.getAnnotation(Describe.class));
        ArrayNode forms = schema.putArray("anyOf");
        forms.addObject().put("type", "string").put("pattern", whole(Names.NAME));
        ObjectNode named =
                forms.addObject().put("type", "object").put("minProperties", 1).put("maxProperties", 1);
        named.putObject("propertyNames").put("pattern", whole(Names.NAME));
        ObjectNode known = named.putObject("properties");
        filters.forEach((name, settings) -> known.set(name, filter(name, settings)));
        named.putObject("additionalProperties").putArray("type").add("object").add("null");
        return schema;
    }

    private ObjectNode filter(String name, Class<? extends Record> settings) {
        String outer = prefix;
        prefix = "filter-" + name + "-";
        ObjectNode schema = fields(settings, Shape.of(FilterContract.class).members());
        prefix = outer;
        if (schema.has("required")) {
            return schema;
        }
        ObjectNode nullable = JSON.createObjectNode();
        nullable.putArray("anyOf").add(schema).addObject().put("type", "null");
        return nullable;
    }

    private ObjectNode scalar(Member member) {
        Class<?> type = member.raw();
        Scalars.Scalar scalar = Scalars.of(type);
        ObjectNode schema = JSON.createObjectNode();
        if (type.isEnum()) {
            ArrayNode words = schema.putArray("enum");
            Scalars.words(type).keySet().forEach(words::add);
        } else if (scalar.tag().equals(Tag.INT)) {
            schema.put("type", "integer");
            member.has(Range.class)
                    .ifPresent(r ->
                            schema.put("minimum", Long.parseLong(r.min())).put("maximum", Long.parseLong(r.max())));
        } else if (scalar.tag().equals(Tag.FLOAT)) {
            schema.put("type", "number");
            member.has(Range.class)
                    .ifPresent(r -> schema.put("minimum", Double.parseDouble(r.min()))
                            .put("maximum", Double.parseDouble(r.max())));
        } else if (scalar.tag().equals(Tag.BOOL)) {
            schema.put("type", "boolean");
        } else {
            if (Scalars.counted(scalar)) {
                schema.putArray("type").add("string").add("integer");
            } else {
                schema.put("type", "string");
            }
            String form = member.has(Matches.class).map(Matches::value).orElse(scalar.form());
            if (form.isEmpty()) {
                return schema; // takes a reference as it is
            }
            schema.put("pattern", whole(form));
        }
        return either(schema, JSON.createObjectNode().put("$ref", "#/$defs/" + REFERENCE));
    }

    private static ObjectNode either(ObjectNode one, ObjectNode other) {
        ObjectNode either = JSON.createObjectNode();
        either.putArray("anyOf").add(one).add(other);
        return either;
    }

    private static void describe(ObjectNode schema, Annotation annotation) {
        if (annotation instanceof Describe d) {
            schema.put("description", d.value());
        }
    }

    private static String whole(String form) {
        return "^(?:" + form + ")$";
    }
}
