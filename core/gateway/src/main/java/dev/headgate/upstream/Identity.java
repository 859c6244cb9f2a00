package dev.headgate.upstream;

import dev.headgate.credential.Source;

/** Who we are to an upstream. */
public sealed interface Identity {
    /** Whoever shows this key. */
    record Key(String secret) implements Identity {
        @Override
        public String toString() {
            return "Key[***]";
        }
    }

    /** Whoever shows what this source gives. */
    record Sourced(Source source, Fetcher fetcher) implements Identity {
        @Override
        public String toString() {
            return "Sourced[]";
        }
    }
}
