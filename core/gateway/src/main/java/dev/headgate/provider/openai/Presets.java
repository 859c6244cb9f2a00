package dev.headgate.provider.openai;

import dev.headgate.api.Operation;
import dev.headgate.dialect.Quirk;
import dev.headgate.dialect.Quirks;
import dev.headgate.provider.ProviderType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The operators described in presets.yaml, each a provider type. */
public final class Presets {
    private static final Set<Operation> USUAL = Set.of(Operation.CHAT, Operation.COMPLETION, Operation.EMBEDDING);

    private Presets() {}

    /** All presets in the file's order. */
    public static List<ProviderType> types() {
        try (InputStream in = Presets.class.getResourceAsStream("presets.yaml")) {
            Object root =
                    new Load(LoadSettings.builder().build()).loadFromInputStream(java.util.Objects.requireNonNull(in));
            return ((Map<?, ?>) root)
                    .entrySet().stream()
                            .map(e -> preset((String) e.getKey(), (Map<?, ?>) e.getValue()))
                            .map(Presets::type)
                            .toList();
        } catch (IOException e) {
            throw new IllegalStateException("presets.yaml cannot be read", e);
        }
    }

    private static ProviderType type(Preset p) {
        return new ProviderType(
                p.name(),
                p.baseUrl(),
                p.keyVariable(),
                p.keyless(),
                p.models(),
                settings -> new OpenAiProvider(p, settings.streamUsage().orElse(p.streamUsage())));
    }

    private static Preset preset(String name, Map<?, ?> entry) {
        return new Preset(
                name,
                text(entry, "base-url"),
                text(entry, "key"),
                flag(entry, "keyless", false),
                flag(entry, "stream-usage", true),
                flag(entry, "completion-tokens", false),
                texts(entry, "bad-key-texts"),
                operations(entry),
                numbers(entry, "statuses"),
                quirks(entry),
                texts(entry, "models"));
    }

    private static Set<Operation> operations(Map<?, ?> entry) {
        List<String> names = texts(entry, "operations");
        return names.isEmpty() ? USUAL : names.stream().map(Presets::operation).collect(Collectors.toUnmodifiableSet());
    }

    private static Operation operation(String label) {
        return Arrays.stream(Operation.values())
                .filter(o -> o.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    private static Quirks quirks(Map<?, ?> entry) {
        return new Quirks(
                texts(entry, "quirks").stream().map(Quirk::named).collect(Collectors.toSet()),
                words(entry, "finish-reasons"),
                words(entry, "renames"),
                Set.copyOf(texts(entry, "refuses")));
    }

    private static Map<Integer, Integer> numbers(Map<?, ?> entry, String member) {
        return entry.get(member) instanceof Map<?, ?> m
                ? m.entrySet().stream()
                        .collect(Collectors.toMap(e -> (Integer) e.getKey(), e -> (Integer) e.getValue()))
                : Map.of();
    }

    private static Map<String, String> words(Map<?, ?> entry, String member) {
        return entry.get(member) instanceof Map<?, ?> m
                ? m.entrySet().stream().collect(Collectors.toMap(e -> (String) e.getKey(), e -> (String) e.getValue()))
                : Map.of();
    }

    private static Optional<String> text(Map<?, ?> entry, String member) {
        return Optional.ofNullable((String) entry.get(member));
    }

    private static boolean flag(Map<?, ?> entry, String member, boolean fallback) {
        return entry.get(member) instanceof Boolean b ? b : fallback;
    }

    private static List<String> texts(Map<?, ?> entry, String member) {
        return entry.get(member) instanceof List<?> l
                ? l.stream().map(String.class::cast).toList()
                : List.of();
    }
}
