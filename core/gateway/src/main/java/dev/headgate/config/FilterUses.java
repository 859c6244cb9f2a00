package dev.headgate.config;

import static dev.headgate.config.Nodes.position;
import static dev.headgate.config.Nodes.shown;
import static dev.headgate.config.Nodes.under;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads uses of filters: a plugin's name, or a map from that name to its settings and the gateway's own for it. */
final class FilterUses {
    private final Findings findings;
    private final Binder binder;

    FilterUses(Findings findings, Binder binder) {
        this.findings = findings;
        this.binder = binder;
    }

    Optional<Object> read(Node node, String path) {
        if (node instanceof ScalarNode name && name.getTag().equals(Tag.STR)) {
            return use(name, Map.of(), path, path);
        }
        if (node instanceof MappingNode map) {
            Map<String, Nodes.Entry> entries = Nodes.entries(map, path, findings);
            if (entries.size() == 1) {
                return named(entries.values().iterator().next(), path);
            }
        }
        findings.error(
                path,
                "expected a plugin, as its name or as name: { settings }, got " + Nodes.kind(node)
                        + (node instanceof MappingNode ? " of several; start each with its own -" : ""));
        return Optional.empty();
    }

    private Optional<Object> named(Nodes.Entry only, String path) {
        String at = under(path, shown(only.key().getValue()));
        findings.positions().put(at, position(only.key()));
        if (only.value() instanceof MappingNode values) {
            return use(only.key(), Nodes.entries(values, at, findings), path, at);
        }
        if (Nodes.absent(only.value())) {
            return use(only.key(), Map.of(), path, at);
        }
        findings.error(at, "expected a map of settings, got " + Nodes.kind(only.value()));
        return Optional.empty();
    }

    private Optional<Object> use(ScalarNode plugin, Map<String, Nodes.Entry> entries, String path, String at) {
        if (!plugin.getValue().matches(Names.NAME)) {
            findings.error(position(plugin), path, "not the name of a plugin; use " + Names.NAME_USE);
            return Optional.empty();
        }
        entries.forEach((key, entry) -> findings.positions().put(under(at, key), entry.position()));
        Map<String, Nodes.Entry> own = new LinkedHashMap<>(entries);
        Map<String, Nodes.Entry> common = new LinkedHashMap<>(entries);
        own.keySet().removeAll(FilterContract.KEYS);
        common.keySet().retainAll(FilterContract.KEYS);
        return binder.fields(Shape.of(FilterContract.class), common, at)
                .map(FilterContract.class::cast)
                .map(contract -> new FilterUse(
                        plugin.getValue(),
                        contract,
                        new FilterSettings(own, position(plugin), at, findings.file(), binder)));
    }
}
