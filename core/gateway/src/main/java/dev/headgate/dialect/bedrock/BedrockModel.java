package dev.headgate.dialect.bedrock;

import dev.headgate.dialect.ClaudeModel;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a model can do and how it wants to be asked. Its id may name a region before the maker, or stand in an ARN; one that
 * shows no maker, as that of a profile of the account's own, is a model of which nothing is expected.
 *
 * @param name a part of the ids of the models that this is about
 * @param maker decides how thinking and the like are asked for
 * @param mostOutput the most tokens of an answer; empty where that is not known
 * @param schema whether it takes a schema for its answer, and keeps to those of tools to the letter
 * @param choice whether it can be made to call a tool
 * @param cache whether it takes marks up to which a prompt is to be cached
 * @param status whether it can be told that a tool has failed
 * @param system whether it takes what the system says apart from the messages
 * @param claude what is known of a model of Anthropic's
 */
record BedrockModel(
        String name,
        Maker maker,
        OptionalLong mostOutput,
        boolean schema,
        boolean choice,
        boolean cache,
        boolean status,
        boolean system,
        Optional<ClaudeModel> claude) {
    /** Those whose models want something asked in a way of their own. */
    enum Maker {
        ANTHROPIC,
        NOVA,
        NOVA_2,
        OPENAI,
        QWEN,
        MISTRAL,
        OTHER
    }

    /**
     * A part of the ids, the maker, the most tokens of an answer, and what the model can do. Of several parts the longest
     * counts.
     */
    private static final String TABLE = """
            amazon.nova- nova 10000 choice,cache,status
            amazon.nova-2- nova_2 64000 choice,cache,status
            amazon.titan- other - no-system
            ai21. other - none
            ai21.j2- other - no-system
            cohere. other - none
            cohere.command-text other - no-system
            cohere.command-light other - no-system
            meta. other - none
            writer. other - none
            deepseek. other - schema,choice
            deepseek.r1 other - none
            google. other - schema,choice
            minimax. other - schema,choice
            moonshot other - schema,choice
            nvidia. other - schema,choice
            zai. other - schema,choice
            openai. openai - schema,choice
            qwen. qwen - schema,choice
            mistral. mistral - choice
            mistral.mistral-7b mistral - no-system
            mistral.mixtral-8x7b mistral - no-system
            mistral.magistral mistral - schema,choice
            mistral.ministral mistral - schema,choice
            mistral.voxtral mistral - schema,choice
            mistral.mistral-large-3 mistral - schema,choice
            """;

    private static final List<BedrockModel> KNOWN = TABLE.lines()
            .map(BedrockModel::parse)
            .sorted(Comparator.comparingInt((BedrockModel m) -> -m.name().length()))
            .toList();

    private static final BedrockModel UNKNOWN = parse("* other - choice,status");

    static BedrockModel of(String model) {
        String id = model.toLowerCase(Locale.ROOT);
        if (id.contains("claude")) {
            ClaudeModel claude = ClaudeModel.of(id);
            return new BedrockModel(
                    "claude",
                    Maker.ANTHROPIC,
                    claude.mostOutput(),
                    claude.schema(),
                    true,
                    true,
                    true,
                    true,
                    Optional.of(claude));
        }
        for (BedrockModel m : KNOWN) {
            if (id.contains(m.name())) {
                return m;
            }
        }
        return UNKNOWN;
    }

    private static BedrockModel parse(String line) {
        String[] cells = line.split(" ", -1);
        Set<String> can = Set.of(cells[3].split(","));
        return new BedrockModel(
                cells[0],
                Maker.valueOf(cells[1].toUpperCase(Locale.ROOT)),
                cells[2].equals("-") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(cells[2])),
                can.contains("schema"),
                can.contains("choice"),
                can.contains("cache"),
                can.contains("status"),
                !can.contains("no-system"),
                Optional.empty());
    }
}
