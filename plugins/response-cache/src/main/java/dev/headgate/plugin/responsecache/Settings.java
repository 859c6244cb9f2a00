package dev.headgate.plugin.responsecache;

import dev.headgate.api.Principal;
import dev.headgate.api.settings.DataSize;
import dev.headgate.api.settings.Default;
import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Range;
import dev.headgate.api.settings.Secret;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

@Describe("Keeps answers and gives them again to the same request, whole or streamed, within one tenant.")
record Settings(
        @Describe("How long an answer is given again.") @Default("10m") @Range(min = "1s", max = "365d")
        Duration ttl,

        @Describe("The longest time that a caller may ask for by x-headgate-cache-ttl.")
        @Default("24h")
        @Range(min = "1s", max = "365d")
        Duration maxTtl,

        @Describe("How much memory the answers may take in all.") @Default("256MB") @Range(min = "1MB", max = "512GB")
        DataSize maxSize,

        @Describe("The longest answer that is kept, and how much of a stream is held for those who join it.")
        @Default("1MB")
        @Range(min = "1KB", max = "64MB")
        DataSize maxEntry,

        @Describe("Among whom answers are shared: the keys of a team, one key, or all teams of the organisation.")
        @Default("team")
        Share share,

        @Describe("Whether answers that call tools are kept.") @Default("false")
        boolean toolCalls,

        @Describe("Whether requests for several answers (n) are kept.") @Default("false")
        boolean several,

        @Describe("Whether only requests are kept whose temperature is at most that of the setting temperature; one"
                + " that does not say its temperature is not kept then.")
        @Default("false")
        boolean onlyDeterministic,

        @Describe("The highest temperature of requests that are kept under only-deterministic.")
        @Default("0")
        @Range(min = "0", max = "2")
        double temperature,

        @Describe("How streams are given again: as fast as the caller reads, or at the pace they first came in.")
        @Default("fast")
        Replay replay,

        @Describe("The part of an answer's tokens that counts against the quotas of whoever is given it again.")
        @Default("0")
        @Range(min = "0", max = "1")
        double counted,

        @Describe("For how long past its time an answer is given again when no upstream answers; never when 0s.")
        @Default("0s")
        @Range(min = "0s", max = "365d")
        Duration whileDown,

        @Describe("Keeps answers in the state that gateways share as well, where there is one.")
        Optional<Shared> shared,

        @Describe("Answers a question by what a similar one of the same tenant was answered, too.")
        Optional<Semantic> semantic) {

    @Describe("Answers in the shared state.")
    record Shared(
            @Describe(
                    "What they are encrypted with there, the same in all gateways: at least 16 characters. Write ${NAME} or"
                            + " ${file:path} rather than the secret itself.")
            Secret encryptionKey) {
        Shared {
            if (encryptionKey.reveal().length() < 16) {
                throw new IllegalArgumentException(
                        "encryption-key: shorter than 16 characters; use a random one, such as from: openssl rand -hex 24");
            }
        }
    }

    @Describe(
            "Questions are similar when their embeddings point the same way; all else in two requests must be the same.")
    record Semantic(
            @Describe(
                    "The model that makes the embeddings, as callers would name it; teams that may not use it get none.")
            String model,

            @Describe("How similar two questions have to be, as the cosine between their embeddings.")
            @Default("0.95")
            @Range(min = "0.5", max = "1")
            double threshold,

            @Describe("With how many questions a new one is compared, the latest ones.")
            @Default("5000")
            @Range(min = "1", max = "100000")
            int maxCompared,

            @Describe("How long an embedding may take; the upstream is asked without one then.")
            @Default("2s")
            @Range(min = "10ms", max = "60s")
            Duration limit,

            @Describe("Whether the last question of a longer conversation is compared, too.") @Default("false")
            boolean conversations,

            @Describe("Whether questions in requests with tools are compared, too.") @Default("false")
            boolean tools) {
        private static final Pattern MODEL = Pattern.compile("[!#-\\[\\]-~]{1,256}");

        Semantic {
            if (!MODEL.matcher(model).matches()) {
                throw new IllegalArgumentException("model: not the name of a model");
            }
        }
    }

    Settings {
        if (ttl.compareTo(maxTtl) > 0) {
            throw new IllegalArgumentException("max-ttl: less than ttl; use at least as much");
        }
        if (maxEntry.bytes() > maxSize.bytes() / 4) {
            throw new IllegalArgumentException("max-entry: use at most a quarter of max-size");
        }
    }

    /** Among whom answers are shared. */
    enum Share {
        TEAM,
        KEY,
        ORGANISATION;

        /** Adds what tells one tenant from another. */
        void tell(Principal caller, Key.Digest digest) {
            switch (this) {
                case TEAM -> digest.part("team").part(caller.team());
                case KEY -> digest.part("key").part(caller.team()).part(caller.key());
                case ORGANISATION -> digest.part("organisation");
            }
        }
    }

    /** How streams are given again. */
    enum Replay {
        FAST,
        PACED
    }
}
