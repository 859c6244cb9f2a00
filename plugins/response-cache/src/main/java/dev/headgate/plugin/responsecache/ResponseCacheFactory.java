package dev.headgate.plugin.responsecache;

import dev.headgate.api.Filter;
import dev.headgate.api.FilterContext;
import dev.headgate.api.FilterFactory;
import dev.headgate.api.Phase;
import org.pf4j.Extension;

/**
 * Makes filters that keep answers and give them again.
 *
 * <pre>{@code
 * filters:
 *   - response-cache: { ttl: 10m, max-size: 256MB }
 * }</pre>
 */
@Extension
public final class ResponseCacheFactory implements FilterFactory<Settings> {
    private final Stores stores = new Stores();

    @Override
    public String name() {
        return "response-cache";
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Phase phase() {
        return Phase.CACHE;
    }

    @Override
    public Filter create(Settings settings, FilterContext context) {
        return new ResponseCache(settings, context, stores);
    }
}
