package dev.headgate.credential;

import dev.headgate.api.Body;
import java.net.URI;
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

    @Override
    public String toString() {
        return "TokenCall[" + method + " " + place() + "]";
    }
}
