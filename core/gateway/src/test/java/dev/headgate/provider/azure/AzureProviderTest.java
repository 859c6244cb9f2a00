package dev.headgate.provider.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Operation;
import dev.headgate.provider.Provider;
import dev.headgate.provider.ProviderSettings;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AzureProviderTest {
    private static Provider azure(String base, @Nullable String version) {
        return AzureProvider.TYPE
                .factory()
                .create(new ProviderSettings(base, Optional.ofNullable(version), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        // base, version, operation, model, the URL
        "https://a,           2024-10-21, CHAT,      gpt-4o,  https://a/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21",
        "https://a/,          2024-10-21, EMBEDDING, emb.3,   https://a/openai/deployments/emb.3/embeddings?api-version=2024-10-21",
        "https://a/openai,    2024-10-21, COMPLETION, d,      https://a/openai/deployments/d/completions?api-version=2024-10-21",
        "https://a,           ,           CHAT,      gpt-4o,  https://a/openai/v1/chat/completions",
        "https://a/openai/v1, ,           CHAT,      gpt-4o,  https://a/openai/v1/chat/completions",
        "https://a/openai/v1/, preview,   EMBEDDING, gpt-4o,  https://a/openai/v1/embeddings?api-version=preview",
        "https://a,           'a b&c=d',  CHAT,      m,       https://a/openai/deployments/m/chat/completions?api-version=a%20b%26c%3Dd",
        "https://a,           1,          CHAT,      a/b:c@d, https://a/openai/deployments/a%2Fb%3Ac%40d/chat/completions?api-version=1",
        "https://a,           1,          CHAT,      'ä ?#%', https://a/openai/deployments/%C3%A4%20%3F%23%25/chat/completions?api-version=1",
        "https://a,           1,          CHAT,      ..,      https://a/openai/deployments/%2E%2E/chat/completions?api-version=1",
    })
    void has_its_urls(String base, @Nullable String version, Operation operation, String model, String url) {
        assertThat(base.replaceFirst("/$", "") + azure(base, version).path(operation, model, false))
                .isEqualTo(url);
    }

    @Test
    void shows_its_key_in_a_header_of_its_own() {
        assertThat(azure("https://a", null).authorization("k")).isEqualTo(Map.entry("api-key", "k"));
    }
}
