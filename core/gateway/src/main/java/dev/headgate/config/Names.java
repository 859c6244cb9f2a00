package dev.headgate.config;

/** The forms of the names that a configuration gives to its parts. */
final class Names {
    static final String NAME = "[a-z0-9][a-z0-9-]{0,62}";
    static final String NAME_USE =
            "lower-case letters, digits and hyphens, at most 63, starting with a letter or digit";
    static final String ID = "[A-Za-z0-9._:/@-]{1,256}";
    static final String PATTERN = "[A-Za-z0-9._:/@-]{1,256}\\*?|\\*";
    static final String PATTERN_USE =
            "letters, digits and . _ : / @ -, at most 256; one * may stand at the end, where it means any rest";
    static final String KEY = "[A-Za-z0-9][A-Za-z0-9._@-]{0,127}";
    static final String KEY_USE = "letters, digits and . _ @ -, at most 128";
    static final String HEADER = "[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}";
    static final String HEADER_USE = "a header name such as x-team";

    static final String PLUGIN = "[A-Za-z0-9][A-Za-z0-9._+@-]{0,127}";
    static final String PLUGIN_USE = "a file's name such as acme.jar, or a plugin's id; letters, digits and . _ + @ -";

    private Names() {}
}
