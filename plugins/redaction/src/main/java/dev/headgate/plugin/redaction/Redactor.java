package dev.headgate.plugin.redaction;

import dev.headgate.api.Body;
import dev.headgate.api.Content;
import dev.headgate.api.Content.Part;
import dev.headgate.api.Exchange;
import dev.headgate.api.Failure;
import dev.headgate.api.GatewayException;
import dev.headgate.api.Scope;
import dev.headgate.plugin.redaction.detect.Finding;
import java.util.List;
import java.util.Optional;

/** What is done about one exchange, and how often. Used by one thread at a time. */
final class Redactor {
    private final Rules rules;
    private final Vault vault;
    private int changed;
    private int restored;
    private int reported;

    Redactor(Rules rules, Vault vault) {
        this.rules = rules;
        this.vault = vault;
    }

    /**
     * The request without what must not go on.
     *
     * @param body what the content is of
     * @param found what was found in each of the content's parts
     * @throws GatewayException when something is blocked
     */
    Body request(Content content, Body body, List<Part> parts, List<List<Finding>> found) {
        if (found.stream().allMatch(List::isEmpty)) {
            return body;
        }
        block(content, parts, found);
        if (rules.avoids()) {
            vault.avoid(body.text());
        }
        int[] part = {0};
        return content.rewrite((scope, text) -> rewritten(scope, text, found.get(part[0]++)));
    }

    private void block(Content content, List<Part> parts, List<List<Finding>> found) {
        for (int i = 0; i < found.size(); i++) {
            Scope scope = parts.get(i).scope();
            for (Finding f : found.get(i)) {
                if (rules.policy().of(Side.REQUEST, scope, f.kind()) == Action.BLOCK) {
                    count(Side.REQUEST, scope, f.kind(), Action.BLOCK);
                    List<String> paths = content.coverage().texts();
                    throw blocked(f.kind(), i < paths.size() ? Optional.of(paths.get(i)) : Optional.empty());
                }
            }
        }
    }

    /** Says what was found and where, never what it reads. */
    private static GatewayException blocked(String kind, Optional<String> path) {
        Failure failure = Failure.of(
                        Failure.Kind.REJECTED_BY_FILTER,
                        "Something of the kind \"" + kind + "\" was found in " + path.orElse("the answer")
                                + "; this gateway does not let it through.")
                .withCode("content_blocked");
        return path.map(failure::withParam).orElse(failure).exception();
    }

    private String rewritten(Scope scope, String text, List<Finding> findings) {
        if (findings.isEmpty()) {
            return text;
        }
        var out = new StringBuilder(text.length() + 32);
        int at = 0;
        for (Finding f : findings) {
            out.append(text, at, f.start())
                    .append(instead(Side.REQUEST, scope, f.kind(), f.value(text), text.substring(f.start(), f.end())));
            at = f.end();
        }
        return out.append(text, at, text.length()).toString();
    }

    /**
     * What stands in the place of something that was found.
     *
     * @param told what it is told from other values by
     * @param original all there is of it
     * @throws GatewayException when it is blocked
     */
    String instead(Side side, Scope scope, String kind, String told, String original) {
        Action action = rules.policy().of(side, scope, kind);
        if (action != Action.IGNORE) {
            count(side, scope, kind, action);
        }
        String label = PlaceholderReader.label(kind);
        return switch (action) {
            case MASK -> rules.mask();
            case HASH -> rules.hashes().orElseThrow().shown(label, told);
            case REPLACE ->
                vault.placeholder(label, original, side == Side.REQUEST).orElse(rules.mask());
            case BLOCK -> throw blocked(kind, Optional.empty());
            case REPORT, IGNORE -> original;
        };
    }

    private void count(Side side, Scope scope, String kind, Action action) {
        rules.found().add(1, kind, Rules.label(scope), side.label(), action.label());
        if (action == Action.REPORT) {
            reported++;
        } else {
            changed++;
        }
    }

    /** Whether anything is done about such texts of an answer. */
    boolean answers(Scope scope) {
        return restores() || rules.policy().looksAt(Side.ANSWER, scope);
    }

    private boolean restores() {
        return rules.restore() && !vault.empty();
    }

    /** For one text of the answer. */
    AnswerLane lane(Scope scope) {
        return new AnswerLane(
                this,
                scope,
                rules.policy().looksAt(Side.ANSWER, scope)
                        ? Optional.of(rules.detectors().watch())
                        : Optional.empty(),
                restores() ? Optional.of(new PlaceholderReader(vault::mayBegin)) : Optional.empty());
    }

    /** What a placeholder in an answer stands for. */
    Optional<String> original(Scope scope, String name) {
        Optional<String> original = vault.original(name);
        if (original.isPresent()) {
            restored++;
            rules.restored().add(1, Rules.label(scope));
        }
        return original;
    }

    /** Leaves the counts for the log line. */
    void note(Exchange exchange) {
        note(exchange, "redacted", changed);
        note(exchange, "restored", restored);
        note(exchange, "reported", reported);
    }

    private static void note(Exchange exchange, String name, int count) {
        if (count > 0) {
            exchange.note(name, Integer.toString(count));
        }
    }
}
