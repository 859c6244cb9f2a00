package dev.headgate.dialect.bedrock;

import java.util.concurrent.ThreadLocalRandom;

/** Ids for answers, which have none here. */
final class ChatId {
    private ChatId() {}

    static String next() {
        return "chatcmpl-" + Long.toHexString(ThreadLocalRandom.current().nextLong());
    }
}
