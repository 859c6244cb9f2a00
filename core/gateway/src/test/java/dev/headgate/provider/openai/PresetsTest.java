package dev.headgate.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.provider.Provider;
import dev.headgate.provider.ProviderSettings;
import dev.headgate.provider.ProviderType;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PresetsTest {
    private static final Map<String, ProviderType> TYPES =
            Presets.types().stream().collect(Collectors.toMap(ProviderType::name, t -> t));

    @ParameterizedTest
    @CsvSource({
        "openai, https://api.openai.com/v1, OPENAI_API_KEY",
        "openai-compatible, , ",
        "abliteration, https://api.abliteration.ai/v1, ABLIT_KEY",
        "groq, https://api.groq.com/openai/v1, GROQ_API_KEY",
        "deepseek, https://api.deepseek.com, DEEPSEEK_API_KEY",
        "mistral, https://api.mistral.ai/v1, MISTRAL_API_KEY",
        "xai, https://api.x.ai/v1, XAI_API_KEY",
        "together, https://api.together.xyz/v1, TOGETHER_API_KEY",
        "fireworks, https://api.fireworks.ai/inference/v1, FIREWORKS_API_KEY",
        "openrouter, https://openrouter.ai/api/v1, OPENROUTER_API_KEY",
        "perplexity, https://api.perplexity.ai, PERPLEXITY_API_KEY",
        "cerebras, https://api.cerebras.ai/v1, CEREBRAS_API_KEY",
        "nvidia, https://integrate.api.nvidia.com/v1, NVIDIA_API_KEY",
        "moonshot, https://api.moonshot.ai/v1, MOONSHOT_API_KEY",
        "deepinfra, https://api.deepinfra.com/v1/openai, DEEPINFRA_API_KEY",
        "jina, https://api.jina.ai/v1, JINA_API_KEY",
        "zai, https://api.z.ai/api/paas/v4, ZAI_API_KEY",
        "dashscope, https://dashscope-intl.aliyuncs.com/compatible-mode/v1, DASHSCOPE_API_KEY",
        "huggingface, https://router.huggingface.co/v1, HF_TOKEN",
        "crusoe, https://api.inference.crusoecloud.com/v1, CRUSOE_API_KEY",
        "snowflake, , SNOWFLAKE_TOKEN",
        "ollama, http://127.0.0.1:11434/v1, ",
        "vllm, http://127.0.0.1:8000/v1, ",
        "llama.cpp, http://127.0.0.1:8080/v1, ",
        "lm-studio, http://127.0.0.1:1234/v1, ",
        "echo, echo:, ",
    })
    void every_operator_is_there(String name, @Nullable String base, @Nullable String key) {
        assertThat(TYPES).containsKey(name);
        ProviderType type = Optional.ofNullable(TYPES.get(name)).orElseThrow();
        assertThat(type.baseUrl()).isEqualTo(Optional.ofNullable(base));
        assertThat(type.keyVariable()).isEqualTo(Optional.ofNullable(key));
        assertThat(type.keyless())
                .as("a key is needed exactly where one has a variable")
                .isEqualTo(key == null);
    }

    @Test
    void every_preset_is_complete() {
        assertThat(TYPES).hasSize(26);
        for (ProviderType t : TYPES.values()) {
            t.baseUrl().filter(u -> !u.equals("echo:")).ifPresent(u -> {
                assertThat(URI.create(u).getHost()).as(t.name()).isNotNull();
                assertThat(u).as(t.name()).doesNotEndWith("/");
                assertThat(u.startsWith("https://") || u.startsWith("http://127.0.0.1:"))
                        .as(t.name())
                        .isTrue();
            });
            Provider p = t.factory().create(new ProviderSettings("http://x", Optional.empty(), Optional.empty()));
            assertThat(p.name()).isEqualTo(t.name());
            assertThat(p.dialect()).isEqualTo("openai");
            assertThat(p.authorization("k")).isEqualTo(Map.entry("authorization", "Bearer k"));
            assertThat(p.streamUsage())
                    .as(t.name())
                    .isEqualTo(!List.of("mistral", "perplexity").contains(t.name()));
            assertThat(t.factory()
                            .create(new ProviderSettings("http://x", Optional.empty(), Optional.of(false)))
                            .streamUsage())
                    .isFalse();
        }
    }

    @Test
    void the_documentation_has_a_line_for_each() throws Exception {
        Path docs = Path.of(System.getProperty("headgate.root", ""), "docs", "providers.md");
        List<String> lines = Files.readAllLines(docs);
        for (ProviderType t : TYPES.values()) {
            String line = "| `" + t.name() + "` | "
                    + t.baseUrl().map(u -> "`" + u + "`").orElse("yours") + " | "
                    + t.keyVariable().map(k -> "`" + k + "`").orElse("none") + " |";
            assertThat(lines).anySatisfy(l -> assertThat(l).startsWith(line));
        }
    }
}
