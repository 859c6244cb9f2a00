package dev.headgate.config;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * The first look at a file, over its parser events alone: refuses what must not be composed into a graph. It does not
 * recurse, so that no nesting exhausts the stack, and counts what aliases would expand to.
 *
 * <p>Messages quote neither tags nor aliases: an unquoted secret may begin with {@code !}, {@code &} or {@code *}.
 */
final class YamlScreen {
    static final int MAX_DEPTH = 64;
    static final int MAX_ALIASES = 50;
    /** What an entry takes while the file is read, about half of this, is there twice when it replaces another. */
    private static final long BYTES_AN_ENTRY = 1024;

    private static final long MAX_NODES = maxNodes(Runtime.getRuntime().maxMemory());

    private final Findings findings;
    private final Deque<Open> open = new ArrayDeque<>();
    /** What each closed anchor expands to, in nodes; -1 while it is open. */
    private final Map<String, Long> anchored = new HashMap<>();

    private long nodes;
    private int aliases;
    private int documents;

    /** A collection whose end has not come yet, and the count of nodes before it. */
    private record Open(Optional<String> anchor, long before) {}

    private YamlScreen(Findings findings) {
        this.findings = findings;
    }

    /** Whether the text may be composed. What was refused is reported. */
    static boolean admits(String text, LoadSettings settings, Findings findings) {
        var screen = new YamlScreen(findings);
        try {
            for (Event event : new Parse(settings).parseString(text)) {
                if (!screen.admits(event)) {
                    return false;
                }
            }
        } catch (MarkedYamlEngineException e) {
            findings.error(
                    e.getProblemMark().map(YamlScreen::position).orElse(Position.START),
                    "",
                    "not YAML: " + problem(e.getProblem()));
            return false;
        } catch (YamlEngineException e) {
            findings.error("", "not YAML 1.2");
            return false;
        }
        if (screen.nodes == 0) {
            findings.error("", "the file is empty; a configuration is a map, such as server: { port: 8080 }");
            return false;
        }
        return true;
    }

    /** How many entries a file may have in a heap of so many bytes. */
    static long maxNodes(long heap) {
        return Math.clamp(heap / BYTES_AN_ENTRY, 100_000L, 1_000_000L);
    }

    static Position position(Mark mark) {
        return new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private boolean admits(Event event) {
        return switch (event) {
            case DocumentStartEvent d ->
                ++documents == 1
                        || refuse(d, "a second document; a configuration is one document, remove the --- line");
            case CollectionStartEvent c -> {
                tag(c, c.getTag());
                Optional<String> anchor = anchor(c);
                open.push(new Open(anchor, nodes));
                anchor.ifPresent(a -> anchored.put(a, -1L));
                yield count(c, 1)
                        && (open.size() <= MAX_DEPTH || refuse(c, "nested deeper than " + MAX_DEPTH + " levels"));
            }
            case CollectionEndEvent e -> {
                Open closed = open.pop();
                closed.anchor().ifPresent(a -> anchored.put(a, nodes - closed.before()));
                yield true;
            }
            case ScalarEvent s -> {
                tag(s, s.getTag());
                anchor(s).ifPresent(a -> anchored.put(a, 1L));
                yield count(s, 1);
            }
            case AliasEvent a -> alias(a);
            default -> true;
        };
    }

    private boolean alias(AliasEvent a) {
        Long size = anchored.get(a.getAlias().getValue());
        if (size == null) {
            return refuse(a, "an alias (*name) without its anchor (&name); text that begins with * must be quoted");
        }
        if (size < 0) {
            return refuse(a, "an alias inside the part it stands for");
        }
        if (++aliases > MAX_ALIASES) {
            return refuse(a, "more than " + MAX_ALIASES + " aliases; write the parts out");
        }
        return count(a, size);
    }

    private boolean count(Event event, long more) {
        nodes += more;
        return nodes <= MAX_NODES
                || refuse(
                        event,
                        "more than " + MAX_NODES
                                + " entries, counting what aliases stand for; a larger heap has room for more, up to 1000000 in 1g");
    }

    private void tag(Event event, Optional<String> tag) {
        tag.filter(t -> !Nodes.CORE.contains(new Tag(t)))
                .ifPresent(t ->
                        refuse(event, "a tag that is not one of YAML's own; text that begins with ! must be quoted"));
    }

    private boolean refuse(Event event, String message) {
        findings.error(event.getStartMark().map(YamlScreen::position).orElse(Position.START), "", message);
        return false;
    }

    private static Optional<String> anchor(NodeEvent event) {
        return event.getAnchor().map(Anchor::getValue);
    }

    /** The parser's own words, except where they quote the file. */
    private static String problem(String words) {
        return words.contains("tag handle") ? "an undefined tag; text that begins with ! must be quoted" : words;
    }
}
