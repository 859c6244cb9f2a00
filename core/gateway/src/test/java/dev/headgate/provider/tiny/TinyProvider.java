package dev.headgate.provider.tiny;

import dev.headgate.api.Operation;
import dev.headgate.provider.Provider;
import dev.headgate.provider.ProviderSettings;
import dev.headgate.provider.ProviderType;
import java.util.List;
import java.util.Optional;

/** Tiny. */
public final class TinyProvider implements Provider {
    /** Tiny as a provider type. */
    public static final ProviderType TYPE = new ProviderType(
            "tiny",
            Optional.of("https://api.tiny.example"),
            Optional.of("TINY_API_KEY"),
            false,
            List.of(),
            TinyProvider::new);

    private TinyProvider(ProviderSettings settings) {}

    @Override
    public String name() {
        return "tiny";
    }

    @Override
    public String dialect() {
        return "tiny";
    }

    @Override
    public String path(Operation operation, String model, boolean streaming) {
        return "/talk";
    }
}
