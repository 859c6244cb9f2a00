package dev.headgate.dialect.openai;

import dev.headgate.api.Body;
import dev.headgate.dialect.RequestHead;
import dev.headgate.dialect.RequestReader;

/** Reads the bodies of {@code POST /v1/chat/completions}. */
public final class ChatRequestReader implements RequestReader {
    private static final Members MEMBERS = Members.of(
            Checks.GENERATION,
            Member.required("messages", Messages::read),
            Member.optional("tools", Tools::read),
            Member.optional("functions", Tools::read));

    @Override
    public RequestHead read(Body body) {
        return MEMBERS.read(body);
    }
}
