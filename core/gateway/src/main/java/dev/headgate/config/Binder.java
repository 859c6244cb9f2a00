package dev.headgate.config;

import static dev.headgate.config.Nodes.kind;
import static dev.headgate.config.Nodes.position;
import static dev.headgate.config.Nodes.shown;
import static dev.headgate.config.Nodes.under;

import dev.headgate.api.settings.Default;
import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Matches;
import dev.headgate.api.settings.Range;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads nodes into records. A part that cannot be read is reported, its default stands in for it and the reading goes
 * on; an empty result means that nothing could stand in.
 */
final class Binder {
    private final Findings findings;
    private final References references;
    private final Path directory;
    private final FilterUses filters;
    private final IdentityHashMap<Object, String> paths = new IdentityHashMap<>();
    /** What stands in for a key is the same wherever its record is read, and is read from text only once. */
    private final IdentityHashMap<Member, Optional<Object>> standIns = new IdentityHashMap<>();

    private final Map<String, Pattern> forms = new HashMap<>();

    Binder(Findings findings, References references, Path directory) {
        this.findings = findings;
        this.references = references;
        this.directory = directory;
        this.filters = new FilterUses(findings, this);
    }

    /** One that reads from the same place and reports elsewhere. */
    Binder with(Findings elsewhere) {
        return new Binder(elsewhere, references.with(elsewhere), directory);
    }

    /** The configuration under this root. */
    Optional<GatewayConfig> read(Node root) {
        findings.positions().put("", position(root));
        return record(GatewayConfig.class, root, "").map(GatewayConfig.class::cast);
    }

    /** Where a record that was read stands. Equal records at two places are told apart. */
    String path(Record read) {
        return paths.getOrDefault(read, "");
    }

    private Optional<Object> read(Member member, Node node, String path) {
        if (Nodes.foreign(node)) {
            return Optional.empty(); // reported already
        }
        Class<?> raw = member.raw();
        if (raw == Optional.class) {
            return read(member.element(), node, path).map(Optional::of);
        }
        if (raw == List.class) {
            return list(member, node, path);
        }
        if (raw == Map.class) {
            return map(member, node, path);
        }
        if (raw == FilterUse.class) {
            return filters.read(node, path);
        }
        return Scalars.known(raw) ? scalar(member, node, path) : record(raw, node, path);
    }

    private Optional<Object> record(Class<?> type, Node node, String path) {
        Shape shape = Shape.of(type);
        Optional<Object> made = switch (node) {
            case MappingNode map -> fields(shape, Nodes.entries(map, path, findings), path);
            case Node empty when Nodes.absent(empty) -> fields(shape, Map.of(), path);
            default -> shorthand(shape, node, path);
        };
        made.ifPresent(record -> paths.put(record, path));
        return made;
    }

    Optional<Object> fields(Shape shape, Map<String, Nodes.Entry> entries, String path) {
        return fields(shape, entries, path, Set.of());
    }

    /**
     * The record made of these entries.
     *
     * @param further keys that somebody else reads in the same place
     */
    Optional<Object> fields(Shape shape, Map<String, Nodes.Entry> entries, String path, Set<String> further) {
        List<String> known = shape.members().stream().map(Member::key).toList();
        entries.forEach((key, entry) -> {
            if (known.contains(key)) {
                findings.positions().put(under(path, key), entry.position());
            } else {
                findings.error(
                        position(entry.key()), under(path, shown(key)), "unknown key" + unknown(key, known, further));
            }
        });
        var values = new ArrayList<Object>();
        for (Member member : shape.members()) {
            Nodes.Entry entry = entries.get(member.key());
            Optional<Object> value = entry == null
                    ? missing(member, under(path, member.key()))
                    : read(member, entry.value(), under(path, member.key())).or(() -> standIn(member));
            value.ifPresent(values::add);
        }
        return values.size() == known.size() ? make(shape.creator(), path, values.toArray()) : Optional.empty();
    }

    private static String unknown(String key, List<String> known, Set<String> further) {
        int colon = key.indexOf(':');
        return colon < 0
                ? Nearest.hint(
                        key,
                        Stream.concat(known.stream(), further.stream().sorted()).toList())
                : "; a space is missing after its colon";
    }

    private Optional<Object> shorthand(Shape shape, Node node, String path) {
        boolean list = node instanceof SequenceNode;
        for (Method shorthand : shape.shorthands()) {
            if (Shape.ofList(shorthand) == list) {
                Member only = Shape.only(shorthand);
                return read(only, node, list ? under(path, only.key()) : path)
                        .flatMap(value -> make(shorthand, path, value));
            }
        }
        findings.error(
                path,
                "expected a map with "
                        + shape.members().stream().map(Member::key).collect(Collectors.joining(", ")) + "; got "
                        + kind(node));
        return Optional.empty();
    }

    private Optional<Object> make(Executable creator, String path, Object... values) {
        try {
            return Optional.of(Shape.make(creator, values));
        } catch (IllegalArgumentException e) {
            findings.error(path, Optional.ofNullable(e.getMessage()).orElse("these values do not fit together"));
            return Optional.empty();
        }
    }

    private Optional<Object> missing(Member member, String path) {
        if (member.required()) {
            findings.error(
                    path,
                    "missing, and required"
                            + member.has(Describe.class)
                                    .map(d -> ". " + d.value())
                                    .orElse(""));
        }
        return standIn(member);
    }

    /** The value of a key that was not written or could not be read. */
    private Optional<Object> standIn(Member member) {
        Optional<Object> known = standIns.get(member);
        if (known != null) {
            return known;
        }
        Optional<Object> made = makeStandIn(member);
        standIns.put(member, made);
        return made;
    }

    private Optional<Object> makeStandIn(Member member) {
        Class<?> raw = member.raw();
        Optional<Object> written =
                member.has(Default.class).map(d -> fixed(raw == List.class ? member.element() : member, d));
        if (raw == List.class) {
            return member.required()
                    ? Optional.empty()
                    : Optional.of(written.map(List::of).orElse(List.of()));
        }
        if (written.isPresent()) {
            return written;
        }
        if (raw == Optional.class) {
            return Optional.of(Optional.empty());
        }
        if (raw == Map.class) {
            return Optional.of(Map.of());
        }
        return member.required() ? Optional.empty() : fields(Shape.of(raw), Map.of(), "");
    }

    private static Object fixed(Member member, Default written) {
        return Scalars.of(member.raw()).parse().apply(written.value()).orElseThrow();
    }

    private Optional<Object> list(Member member, Node node, String path) {
        // Nothing where the default is something, such as all models, is more likely a mistake than a wish.
        if (Nodes.absent(node)
                && !member.required()
                && member.has(Default.class).isEmpty()) {
            return standIn(member);
        }
        if (node instanceof ScalarNode && member.element().raw().isEnum()) {
            return read(member.element(), node, path).map(List::of); // one word needs no brackets
        }
        if (!(node instanceof SequenceNode sequence)) {
            findings.error(path, "expected a list; got " + kind(node));
            return Optional.empty();
        }
        if (sequence.getValue().isEmpty() && member.required()) {
            findings.error(path, "an empty list; write at least one entry");
        }
        var values = new ArrayList<>();
        for (int i = 0; i < sequence.getValue().size(); i++) {
            String at = path + "[" + i + "]";
            Node element = sequence.getValue().get(i);
            findings.positions().put(at, position(element));
            read(member.element(), element, at).ifPresent(values::add);
        }
        return values.isEmpty() && member.required() ? Optional.empty() : Optional.of(values);
    }

    private Optional<Object> map(Member member, Node node, String path) {
        if (Nodes.absent(node)) {
            return standIn(member);
        }
        if (!(node instanceof MappingNode mapping)) {
            findings.error(path, "expected a map of names; got " + kind(node));
            return Optional.empty();
        }
        var values = new LinkedHashMap<String, Object>();
        Optional<Matches> names = member.has(Matches.class);
        Nodes.entries(mapping, path, findings).forEach((name, entry) -> {
            if (names.isPresent() && !fits(name, names.get())) {
                findings.error(
                        position(entry.key()),
                        under(path, shown(name)),
                        "not a name for this place; use " + names.get().use());
                return;
            }
            findings.positions().put(under(path, name), entry.position());
            read(member.value(), entry.value(), under(path, name)).ifPresent(v -> values.put(name, v));
        });
        return Optional.of(values);
    }

    private Optional<Object> scalar(Member member, Node node, String path) {
        Class<?> type = member.raw();
        Scalars.Scalar scalar = Scalars.of(type);
        String use = member.has(Matches.class).map(Matches::use).orElse(scalar.use());
        if (!(node instanceof ScalarNode written) || Nodes.absent(node)) {
            findings.error(path, "expected " + use + "; got " + kind(node));
            return Optional.empty();
        }
        return references.resolve(written.getValue(), path).flatMap(text -> {
            if (text.referred()) {
                findings.refer(path);
            }
            boolean tagged = Scalars.tagged(written.getTag(), scalar);
            // A plain ${NAME} gets a tag of its own from the parser.
            boolean isText = kind(node).equals("text");
            if (!tagged && !text.referred() && !(scalar.tag().equals(Tag.STR) && isText)) {
                String quotes = scalar.tag().equals(Tag.STR) && scalar.form().isEmpty() ? " (put it in quotes)" : "";
                findings.error(path, "expected " + use + "; got " + kind(node) + quotes);
                return Optional.empty();
            }
            Optional<Object> value = checked(member, scalar, text, use, path);
            if (!text.referred() && value.filter(Scalars::secret).isPresent()) {
                findings.warning(path, "a secret written in the file; use ${NAME} or ${file:path}");
            }
            return value.map(v -> v instanceof Path p ? directory.resolve(p) : v);
        });
    }

    private Optional<Object> checked(
            Member member, Scalars.Scalar scalar, References.Text text, String use, String path) {
        boolean guarded = Scalars.guarded(member.raw())
                || !member.has(Matches.class).map(Matches::shown).orElse(true);
        String shown = guarded ? "the value" : text.shown();
        Optional<Object> value = scalar.parse().apply(text.value()).map(v -> v);
        boolean matches = member.raw() != String.class
                || member.has(Matches.class).map(m -> fits(text.value(), m)).orElse(true);
        if (value.isEmpty() || !matches) {
            findings.error(path, shown + " does not fit; use " + use);
            return Optional.empty();
        }
        Optional<Range> range = member.has(Range.class).filter(r -> !within(value.get(), r, scalar));
        range.ifPresent(r -> findings.error(path, shown + " is out of range; use " + r.min() + " to " + r.max()));
        return range.isPresent() ? Optional.empty() : value;
    }

    private boolean fits(String text, Matches form) {
        return forms.computeIfAbsent(form.value(), Pattern::compile)
                .matcher(text)
                .matches();
    }

    @SuppressWarnings("unchecked") // values, least and greatest come from the same parser
    private static boolean within(Object value, Range range, Scalars.Scalar scalar) {
        var comparable = (Comparable<Object>) value;
        return comparable.compareTo(scalar.parse().apply(range.min()).orElseThrow()) >= 0
                && comparable.compareTo(scalar.parse().apply(range.max()).orElseThrow()) <= 0;
    }
}
