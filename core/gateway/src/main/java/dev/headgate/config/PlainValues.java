package dev.headgate.config;

import static dev.headgate.config.Nodes.position;
import static dev.headgate.config.Nodes.shown;
import static dev.headgate.config.Nodes.under;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads what only a plugin knows the meaning of: text, numbers, truth values, lists and maps of these. */
final class PlainValues {
    private final Findings findings;
    private final References references;

    PlainValues(Findings findings, References references) {
        this.findings = findings;
        this.references = references;
    }

    /** A use of a filter: a plugin's name, or a map from that name to its settings. */
    Optional<Object> filter(Node node, String path) {
        if (node instanceof ScalarNode name && name.getTag().equals(Tag.STR)) {
            return filter(name, Map.of(), path);
        }
        if (node instanceof MappingNode map) {
            Map<String, Nodes.Entry> entries = Nodes.entries(map, path, findings);
            if (entries.size() == 1) {
                Nodes.Entry only = entries.values().iterator().next();
                String settings = under(path, shown(only.key().getValue()));
                findings.positions().put(settings, position(only.key()));
                if (only.value() instanceof MappingNode values) {
                    return filter(only.key(), map(values, settings), path);
                }
                if (Nodes.absent(only.value())) {
                    return filter(only.key(), Map.of(), path);
                }
                findings.error(settings, "expected a map of settings, got " + Nodes.kind(only.value()));
                return Optional.empty();
            }
        }
        findings.error(
                path,
                "expected a plugin, as its name or as name: { settings }, got " + Nodes.kind(node)
                        + (node instanceof MappingNode ? " of several; start each with its own -" : ""));
        return Optional.empty();
    }

    private Optional<Object> filter(ScalarNode plugin, Map<String, Object> settings, String path) {
        if (!plugin.getValue().matches(Names.NAME)) {
            findings.error(position(plugin), path, "not the name of a plugin; use " + Names.NAME_USE);
            return Optional.empty();
        }
        return Optional.of(new FilterUse(plugin.getValue(), settings, position(plugin)));
    }

    private Map<String, Object> map(MappingNode node, String path) {
        var values = new LinkedHashMap<String, Object>();
        Nodes.entries(node, path, findings).forEach((key, entry) -> {
            String at = under(path, shown(key));
            findings.positions().put(at, entry.position());
            value(entry.value(), at).ifPresent(v -> values.put(key, v));
        });
        return values;
    }

    private List<Object> list(SequenceNode node, String path) {
        var values = new ArrayList<>();
        for (int i = 0; i < node.getValue().size(); i++) {
            String at = path + "[" + i + "]";
            findings.positions().put(at, position(node.getValue().get(i)));
            value(node.getValue().get(i), at).ifPresent(values::add);
        }
        return List.copyOf(values);
    }

    private Optional<Object> value(Node node, String path) {
        return switch (node) {
            case Node n when Nodes.foreign(n) -> Optional.empty();
            case MappingNode m -> Optional.of(map(m, path));
            case SequenceNode s -> Optional.of(list(s, path));
            case ScalarNode s -> scalar(s, path);
            default -> throw new IllegalStateException("composed graphs hold maps, lists and scalars only");
        };
    }

    private Optional<Object> scalar(ScalarNode node, String path) {
        Tag tag = node.getTag();
        String text = node.getValue();
        if (tag.equals(Tag.NULL)) {
            findings.error(path, "no value; write one, or leave the key out");
            return Optional.empty();
        }
        try {
            if (tag.equals(Tag.BOOL)) {
                return Optional.of(text.equalsIgnoreCase("true"));
            }
            if (tag.equals(Tag.INT)) {
                return Optional.of(Long.valueOf(text));
            }
            if (tag.equals(Tag.FLOAT)) {
                return Optional.of(Double.valueOf(text));
            }
        } catch (NumberFormatException e) {
            findings.error(path, "not a decimal number of at most 64 bits; put text in quotes");
            return Optional.empty();
        }
        return references.resolve(text, path).map(References.Text::value);
    }
}
