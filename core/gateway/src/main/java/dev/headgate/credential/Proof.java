package dev.headgate.credential;

import dev.headgate.api.Body;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Shows an operator who we are, by headers that go with a request. */
public sealed interface Proof {
    /** Texts that must never be shown. */
    List<String> secrets();

    /** One header, the same with every request. */
    record Header(String name, String value, String secret) implements Proof {
        /** A token in the way of RFC 6750. */
        public static Header bearer(String token) {
            return new Header("authorization", "Bearer " + token, token);
        }

        @Override
        public List<String> secrets() {
            return List.of(secret);
        }

        @Override
        public String toString() {
            return "Header[" + name + "]";
        }
    }

    /** Headers made anew for each request from all that is sent. Safe to share between threads. */
    non-sealed interface Signer extends Proof {
        /**
         * The headers to add, names in lower case.
         *
         * @param request as it will be sent but for these headers
         */
        List<Map.Entry<String, String>> sign(Outgoing request, Instant now);
    }

    /**
     * A request that is about to be sent.
     *
     * @param path with its query, below the upstream's base URL
     * @param headers those set so far; the host is not among them
     */
    record Outgoing(String method, String path, List<Map.Entry<String, String>> headers, Body body) {}
}
