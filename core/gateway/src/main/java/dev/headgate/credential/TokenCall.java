package dev.headgate.credential;

import dev.headgate.api.Body;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A request to whoever gives out credentials.
 *
 * @param method GET, POST or PUT
 * @param url where to, with its query; plain HTTP only within the machine and its network of metadata services
 * @param headers names in lower case
 */
public record TokenCall(String method, URI url, List<Map.Entry<String, String>> headers, Body body) {
    private static final int SHORTEST_SECRET = 6;
    private static final Map.Entry<String, String> FORM =
            Map.entry("content-type", "application/x-www-form-urlencoded");

    public TokenCall {
        headers = List.copyOf(headers);
    }

    public static TokenCall get(URI url, List<Map.Entry<String, String>> headers) {
        return new TokenCall("GET", url, headers, Body.EMPTY);
    }

    /** Posts a form. */
    public static TokenCall post(URI url, Form form) {
        return new TokenCall("POST", url, List.of(FORM), Body.of(form.encoded()));
    }

    /** Where it goes, for messages: nothing of it is secret. */
    public String place() {
        return url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath();
    }

    /** Somebody's words without anything that was sent to them: not one value of a form, a query or a header. */
    public String without(String words) {
        String text = words;
        String query = url.getRawQuery();
        for (String pair : (body.text() + "&" + (query == null ? "" : query)).split("&", -1)) {
            text = blotted(text, decoded(pair.substring(pair.indexOf('=') + 1)));
        }
        for (Map.Entry<String, String> h : headers) {
            text = blotted(text, h.getValue().replaceFirst("^Bearer ", ""));
        }
        return text;
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value; // no form
        }
    }

    /** What is short may stand in any words by chance. */
    private static String blotted(String text, String value) {
        return value.length() < SHORTEST_SECRET ? text : text.replace(value, "***");
    }

    @Override
    public String toString() {
        return "TokenCall[" + method + " " + place() + "]";
    }
}
