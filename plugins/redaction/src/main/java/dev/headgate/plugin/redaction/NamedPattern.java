package dev.headgate.plugin.redaction;

import dev.headgate.api.settings.Default;
import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Matches;

@Describe("A pattern of one's own.")
record NamedPattern(
        @Describe("What its findings are called, in rules, placeholders and metrics.")
        @Matches(
                value = "[a-z][a-z0-9-]{0,31}",
                use = "up to 32 small letters, digits and hyphens, such as employee-id")
        String name,

        @Describe(
                "In RE2's syntax, without ^ and $. Of more than 112 characters, or of more than 64 where the pattern has no bound,"
                        + " what it matches is found in pieces.")
        String pattern,

        @Describe("Whether capitals and small letters are alike.") @Default("false")
        boolean ignoreCase) {}
