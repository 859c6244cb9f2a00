package dev.headgate.http;

import dev.headgate.api.Failure;
import dev.headgate.api.Failure.Kind;
import dev.headgate.http.transport.ClientRequest;
import dev.headgate.http.transport.ClientRequest.Version;
import java.util.List;
import java.util.Optional;

/**
 * What every request must satisfy before anything else looks at it: things that two parsers could read differently are
 * refused, not repaired.
 */
final class Edge {
    private Edge() {}

    /** Why a request's head is refused, whatever it asks for. */
    static Optional<Failure> check(ClientRequest request) {
        String method = request.method();
        if (method.equals("CONNECT") || method.equals("TRACE")) {
            return refuse(405, "The method " + method + " is not served here.");
        }
        if (!isPath(request.target())) {
            return refuse(400, "The request target must be a path in printable ASCII that begins with one slash.");
        }
        if (request.version() != Version.HTTP_2 && !hostIsFine(request.headers("host"), request.version())) {
            return refuse(400, "The request must have exactly one valid Host header.");
        }
        String encoding = request.header("transfer-encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("chunked")) {
            return refuse(501, "The only transfer coding served here is chunked.");
        }
        String expect = request.header("expect");
        if (expect != null && !expect.equalsIgnoreCase("100-continue")) {
            return refuse(417, "The only expectation served here is 100-continue.");
        }
        if ("websocket".equalsIgnoreCase(request.header("upgrade"))) {
            return refuse(400, "WebSockets are not served here.");
        }
        return Optional.empty();
    }

    private static Optional<Failure> refuse(int status, String message) {
        return Optional.of(Failure.of(Kind.INVALID_REQUEST, message).withStatus(status));
    }

    private static boolean isPath(String uri) {
        if (!uri.startsWith("/")) {
            return false;
        }
        for (int i = 0; i < uri.length(); i++) {
            char c = uri.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '\\' || c == '#') {
                return false;
            }
        }
        return !uri.contains("%00");
    }

    private static boolean hostIsFine(List<String> hosts, Version version) {
        if (hosts.isEmpty()) {
            return version == Version.HTTP_1_0;
        }
        if (hosts.size() > 1) {
            return false;
        }
        String host = hosts.getFirst();
        int colon = host.lastIndexOf(':');
        boolean v6 = host.startsWith("[");
        int nameEnd = v6 ? host.indexOf(']') + 1 : colon < 0 ? host.length() : colon;
        if (nameEnd == 0 || nameEnd > 255) {
            return false;
        }
        for (int i = 0; i < nameEnd; i++) {
            char c = host.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '.'
                    || c == '-'
                    || c == '_';
            if (!plain && !(v6 && (c == '[' || c == ']' || c == ':'))) {
                return false;
            }
        }
        return nameEnd == host.length() || isPort(host, nameEnd);
    }

    private static boolean isPort(String host, int colon) {
        int digits = host.length() - colon - 1;
        if (host.charAt(colon) != ':' || digits < 1 || digits > 5) {
            return false;
        }
        for (int i = colon + 1; i < host.length(); i++) {
            if (host.charAt(i) < '0' || host.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** Why a body of this description is refused before it is read. */
    static Optional<Failure> checkBody(ClientRequest request, long maxRequest) {
        List<String> types = request.headers("content-type");
        if (types.size() != 1 || !isJson(types.getFirst())) {
            return refuse(415, "The content-type must be application/json, in UTF-8.");
        }
        for (String encoding : request.headers("content-encoding")) {
            if (!encoding.equalsIgnoreCase("identity")) {
                return refuse(415, "Compressed requests are not served here; send the body as it is.");
            }
        }
        String length = request.header("content-length");
        if (length != null && Long.parseLong(length) > maxRequest) {
            return Optional.of(tooLarge(maxRequest));
        }
        return Optional.empty();
    }

    static Failure tooLarge(long maxRequest) {
        return Failure.of(Kind.TOO_LARGE, "The request body is larger than the limit of " + maxRequest + " bytes.");
    }

    private static boolean isJson(String type) {
        int semicolon = type.indexOf(';');
        String media = (semicolon < 0 ? type : type.substring(0, semicolon)).strip();
        if (!media.equalsIgnoreCase("application/json")) {
            return false;
        }
        if (semicolon < 0) {
            return true;
        }
        String parameter = type.substring(semicolon + 1).strip().replace("\"", "");
        return parameter.isEmpty() || parameter.equalsIgnoreCase("charset=utf-8");
    }

    /**
     * The key a request presents.
     *
     * @throws dev.headgate.api.GatewayException when there are several that could be meant
     */
    static Optional<String> key(ClientRequest request) {
        List<String> authorizations = request.headers("authorization");
        List<String> keys = request.headers("x-api-key");
        if (authorizations.size() > 1 || keys.size() > 1) {
            throw Failure.of(Kind.INVALID_REQUEST, "Send one key, once.").exception();
        }
        Optional<String> bearer = Optional.empty();
        if (!authorizations.isEmpty()) {
            String a = authorizations.getFirst();
            boolean wellFormed = a.startsWith("Bearer ") && a.length() > 7 && a.charAt(7) > ' ';
            // A malformed one is a wrong key, not a missing one.
            bearer = Optional.of(wellFormed ? a.substring(7) : "");
        }
        if (keys.isEmpty()) {
            return bearer;
        }
        if (bearer.isPresent() && !bearer.get().equals(keys.getFirst())) {
            throw Failure.of(Kind.INVALID_REQUEST, "'Authorization' and 'x-api-key' carry different keys; send one.")
                    .exception();
        }
        return Optional.of(keys.getFirst());
    }
}
