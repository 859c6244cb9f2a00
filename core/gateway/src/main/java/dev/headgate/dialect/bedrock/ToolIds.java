package dev.headgate.dialect.bedrock;

import dev.headgate.wire.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The ids of calls as the model takes them. One that it would refuse, because another provider made it up, becomes another,
 * the same wherever it stands.
 */
final class ToolIds {
    private static final Pattern CLAUDE = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final Pattern MISTRAL = Pattern.compile("[a-zA-Z0-9]{9}");
    private static final Pattern OTHER = Pattern.compile("[a-zA-Z0-9_.:-]{1,64}");
    private static final int MISTRAL_LENGTH = 9;

    private final Pattern valid;

    ToolIds(BedrockModel model) {
        this.valid = switch (model.maker()) {
            case ANTHROPIC -> CLAUDE;
            case MISTRAL -> MISTRAL;
            case NOVA, NOVA_2, OPENAI, QWEN, OTHER -> OTHER;
        };
    }

    String of(String id) {
        if (valid.matcher(id).matches()) {
            return id;
        }
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        var hash = new Fingerprint();
        hash.add(bytes, 0, bytes.length);
        String digits = "00000000" + Long.toUnsignedString(hash.value(), Character.MAX_RADIX);
        return valid == MISTRAL ? digits.substring(digits.length() - MISTRAL_LENGTH) : "call_" + digits;
    }
}
