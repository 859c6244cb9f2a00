package dev.headgate.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.NodeType;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads the shape of nodes: kinds, places and the entries of a map. */
final class Nodes {
    /** YAML's own tags. */
    static final Set<Tag> CORE = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.MAP, Tag.SEQ);

    private static final int SHOWN = 40;

    private Nodes() {}

    /** An entry of a map. */
    record Entry(ScalarNode key, Node value) {
        /** A text stands where its value does; anything longer where its key does. */
        Position position() {
            return Nodes.position(value instanceof ScalarNode ? value : key);
        }
    }

    static Position position(Node node) {
        return node.getStartMark().map(YamlScreen::position).orElse(Position.START);
    }

    static boolean absent(Node node) {
        return node instanceof ScalarNode && node.getTag().equals(Tag.NULL);
    }

    /** Whether a node bears a tag that the screen has refused. The parser gives a plain {@code ${NAME}} one of its own. */
    static boolean foreign(Node node) {
        return !CORE.contains(node.getTag()) && !node.getTag().equals(Tag.ENV_TAG);
    }

    /** What a node is, in words. */
    static String kind(Node node) {
        if (absent(node)) {
            return "nothing";
        }
        if (node.getNodeType() == NodeType.MAPPING) {
            return "a map";
        }
        if (node instanceof SequenceNode) {
            return "a list";
        }
        return node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT)
                ? "a number"
                : node.getTag().equals(Tag.BOOL) ? "true or false" : "text";
    }

    /** The entries of a map by key; keys that are no text, or there already, are reported and left out. */
    static Map<String, Entry> entries(MappingNode map, String path, Findings findings) {
        var entries = new LinkedHashMap<String, Entry>();
        for (NodeTuple tuple : map.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                findings.error(position(tuple.getKeyNode()), path, "a key must be text");
                continue;
            }
            if (key.isPlain() && key.getValue().equals("<<")) {
                findings.error(position(key), path, "merge keys (<<) are not supported; write the entries out");
                continue;
            }
            Entry first = entries.get(key.getValue());
            if (first != null) {
                findings.error(
                        position(key),
                        under(path, shown(key.getValue())),
                        "duplicate key; it stands in line "
                                + position(first.key()).line() + " already");
                continue;
            }
            entries.put(key.getValue(), new Entry(key, tuple.getValueNode()));
        }
        return entries;
    }

    static String under(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /**
     * A key that is not known, as a message may show it. {@code {secret:abc}} without the space is one key to YAML, so
     * nothing after a colon is shown.
     */
    static String shown(String key) {
        int end = key.indexOf(':') < 0 ? key.length() : key.indexOf(':');
        return key.substring(0, Math.min(end, SHOWN)) + (Math.min(end, SHOWN) < key.length() ? "…" : "");
    }
}
