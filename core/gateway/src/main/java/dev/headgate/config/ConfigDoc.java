package dev.headgate.config;

import dev.headgate.api.settings.Default;
import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Matches;
import dev.headgate.api.settings.Range;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The reference of all configuration keys in Markdown: made from the same records that the file is read into. */
public final class ConfigDoc {
    private final StringBuilder out = new StringBuilder();
    private final Deque<Section> waiting = new ArrayDeque<>();
    private final Set<Class<?>> told = new HashSet<>();

    /** A record that gets a table of its own, under the path where it stands first. */
    private record Section(String path, Class<?> type) {}

    private ConfigDoc() {}

    /** The reference, one section for each record; the same text every time. */
    public static String write() {
        var doc = new ConfigDoc();
        doc.table(new Section("", GatewayConfig.class));
        while (!doc.waiting.isEmpty()) {
            doc.section(doc.waiting.pop());
        }
        return doc.out.toString();
    }

    /**
     * The settings of filters, a section each.
     *
     * @param filters the records of the settings, by the filter's name
     */
    public static String write(Map<String, Class<? extends Record>> filters) {
        var doc = new ConfigDoc();
        new TreeMap<>(filters).forEach((name, settings) -> {
            doc.section(new Section(name, settings));
            while (!doc.waiting.isEmpty()) {
                doc.section(doc.waiting.pop());
            }
        });
        return doc.out.toString().stripLeading();
    }

    private void section(Section s) {
        out.append("\n### `").append(s.path).append("`\n\n").append(described(s.type));
        for (Method shorthand : Shape.of(s.type).shorthands()) {
            Member only = Shape.only(shorthand);
            out.append(" May be written as just ").append(form(only, s.path)).append('.');
        }
        out.append("\n\n");
        table(s);
    }

    private static String described(Class<?> type) {
        return Optional.ofNullable(type.getAnnotation(Describe.class))
                .map(Describe::value)
                .orElse("");
    }

    private void table(Section s) {
        if (Shape.of(s.type).members().isEmpty()) {
            out.append("There is nothing to set.\n");
            return;
        }
        out.append("| key | value | default | meaning |\n|---|---|---|---|\n");
        var inner = new ArrayDeque<Section>();
        for (Member m : Shape.of(s.type).members()) {
            String path = s.path.isEmpty() ? m.key() : s.path + "." + m.key();
            nested(m, path).filter(n -> told.add(n.type)).ifPresent(inner::add);
            cells(
                    "`" + m.key() + "`",
                    form(m, path),
                    m.has(Default.class).map(d -> "`" + d.value() + "`").orElse(m.required() ? "required" : ""),
                    m.has(Describe.class).map(Describe::value).orElse(""));
        }
        inner.descendingIterator().forEachRemaining(waiting::push);
    }

    private void cells(String... cells) {
        for (String cell : cells) {
            out.append("| ").append(cell.replace("|", "\\|")).append(' ');
        }
        out.append("|\n");
    }

    /** What may be written here, in words. */
    private static String form(Member m, String path) {
        Class<?> raw = m.raw();
        if (raw == Optional.class) {
            return form(m.element(), path);
        }
        if (raw == List.class) {
            return "a list of: " + form(m.element(), path);
        }
        if (raw == Map.class) {
            return "a map from names to: " + form(m.value(), path);
        }
        if (raw == FilterUse.class) {
            return "a plugin's name, or `name: { settings }`";
        }
        if (!Scalars.known(raw)) {
            return raw == TargetRef.class ? "a target" : "a section";
        }
        if (raw.isEnum()) {
            return Scalars.words(raw).keySet().stream().map(w -> "`" + w + "`").collect(Collectors.joining(", "));
        }
        String use =
                m.has(Matches.class).map(Matches::use).orElse(Scalars.of(raw).use());
        return use
                + m.has(Range.class).map(r -> ", " + r.min() + " to " + r.max()).orElse("");
    }

    private static Optional<Section> nested(Member m, String path) {
        Class<?> raw = m.raw();
        if (raw == Optional.class) {
            return nested(m.element(), path);
        }
        if (raw == List.class) {
            return nested(m.element(), path + "[]");
        }
        if (raw == Map.class) {
            return nested(m.value(), path + ".NAME");
        }
        return Scalars.known(raw) || raw == FilterUse.class ? Optional.empty() : Optional.of(new Section(path, raw));
    }
}
