package dev.headgate.plugin.redaction.detect;

import java.util.List;

/** Words before a value that say what it is. */
enum Context {
    CARD("card|credit card|debit card|cc|visa|mastercard|amex|pan|carte|karte|kreditkarte|tarjeta"),
    VERSION("version|release|v|build|section|firmware");

    private final String words;

    Context(String words) {
        this.words = words;
    }

    List<String> words() {
        return List.of(words.split("\\|", -1));
    }
}
