package dev.headgate.credential;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Names and values as a form or a query carries them. */
public final class Form {
    private final StringBuilder text = new StringBuilder();

    /** One more name and its value. */
    public Form with(String name, String value) {
        text.append(text.isEmpty() ? "" : "&").append(encode(name)).append('=').append(encode(value));
        return this;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    public String encoded() {
        return text.toString();
    }

    /** It may hold secrets. */
    @Override
    public String toString() {
        return "Form[]";
    }
}
