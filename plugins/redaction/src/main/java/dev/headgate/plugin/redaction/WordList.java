package dev.headgate.plugin.redaction;

import dev.headgate.api.settings.Default;
import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Matches;
import java.util.List;

@Describe("Words of one's own, such as the names of projects.")
record WordList(
        @Describe("What they are called, in rules, placeholders and metrics.")
        @Matches(value = "[a-z][a-z0-9-]{0,31}", use = "up to 32 small letters, digits and hyphens, such as project")
        String name,

        @Describe("The words, each up to 96 characters, blanks inside included; found where no longer word holds them.")
        List<String> words,

        @Describe("Whether capitals and small letters are alike.") @Default("true")
        boolean ignoreCase) {}
