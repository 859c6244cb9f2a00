package dev.headgate.plugin.ratelimit;

import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * OpenAI's encodings by model. Reading one takes some hundred milliseconds, so it is done aside when the first text for it
 * comes; until then there is none.
 */
final class Encodings {
    private static final Logger LOG = LoggerFactory.getLogger(Encodings.class);

    private final EncodingRegistry registry = com.knuddels.jtokkit.Encodings.newLazyEncodingRegistry();
    private final Map<EncodingType, Boolean> asked = new ConcurrentHashMap<>();
    private volatile Map<EncodingType, Encoding> ready = Map.of();

    /** That of a model, when OpenAI's are its own and it has been read. */
    Optional<Encoding> of(String model) {
        Optional<EncodingType> type = type(model);
        if (type.isEmpty()) {
            return Optional.empty();
        }
        Encoding encoding = ready.get(type.get());
        if (encoding == null && asked.putIfAbsent(type.get(), true) == null) {
            Thread.ofVirtual().name("headgate-encoding").start(() -> read(type.get()));
        }
        return Optional.ofNullable(encoding);
    }

    /** Reads an encoding now, and waits for it. */
    void read(EncodingType type) {
        try {
            Encoding encoding = registry.getEncoding(type);
            synchronized (this) {
                var all = new EnumMap<EncodingType, Encoding>(EncodingType.class);
                all.putAll(ready);
                all.put(type, encoding);
                ready = all;
            }
        } catch (RuntimeException e) {
            LOG.error("the encoding {} cannot be read; its tokens are estimated", type.getName(), e);
        }
    }

    static Optional<EncodingType> type(String model) {
        String m = model.substring(model.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        if (m.startsWith("gpt-4o")
                || m.startsWith("gpt-4.1")
                || m.startsWith("gpt-4.5")
                || m.startsWith("gpt-5")
                || m.startsWith("gpt-oss")
                || m.startsWith("chatgpt-4o")
                || reasoning(m)) {
            return Optional.of(EncodingType.O200K_BASE);
        }
        return m.startsWith("gpt-4") || m.startsWith("gpt-3.5") || m.startsWith("text-embedding-")
                ? Optional.of(EncodingType.CL100K_BASE)
                : Optional.empty();
    }

    /** Whether a model's name without its makers' is one such as {@code o3} or {@code o4-mini}. */
    static boolean reasoning(String name) {
        return name.length() >= 2
                && name.charAt(0) == 'o'
                && name.charAt(1) >= '1'
                && name.charAt(1) <= '9'
                && (name.length() == 2 || name.charAt(2) == '-' || name.charAt(2) == '.');
    }
}
