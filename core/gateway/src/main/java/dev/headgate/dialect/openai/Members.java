package dev.headgate.dialect.openai;

import dev.headgate.api.Body;
import dev.headgate.dialect.RequestHead;
import dev.headgate.wire.JsonException;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonNames;
import dev.headgate.wire.JsonReader;
import dev.headgate.wire.JsonReader.Token;
import java.util.ArrayList;
import java.util.List;

/** The members that one endpoint's bodies are checked for. Every other member passes untouched, known or unknown. */
final class Members {
    private static final int MAX_MEMBERS = 1_000;

    private final Member[] table;
    private final JsonNames names;

    private Members(List<Member> table) {
        this.table = table.toArray(Member[]::new);
        this.names = new JsonNames(table.stream().map(Member::name).toList());
    }

    static Members of(List<Member> common, Member... own) {
        List<Member> all = new ArrayList<>(common);
        all.addAll(List.of(own));
        return new Members(all);
    }

    /** Reads a body in one pass. */
    RequestHead read(Body body) {
        JsonReader in = new JsonReader(body.array(), 0, body.length(), JsonLimits.STANDARD);
        try {
            return read(in);
        } catch (JsonException e) {
            throw Refusal.json(e);
        }
    }

    private RequestHead read(JsonReader in) {
        if (in.next() != Token.START_OBJECT) {
            in.skip();
            in.next();
            throw Refusal.notAnObject();
        }
        HeadDraft draft = new HeadDraft();
        long seen = 0;
        while (in.next() == Token.NAME) {
            if (++draft.members > MAX_MEMBERS) {
                throw Refusal.tooManyMembers(MAX_MEMBERS);
            }
            int index = names.indexOf(in);
            if (index < 0) {
                in.skip();
            } else {
                seen |= 1L << index;
                Member member = table[index];
                member.check().read(member.name(), in.next(), in, draft);
            }
        }
        int bodyEnd = in.start();
        in.next();
        refuseMissing(seen);
        return draft.finished(bodyEnd);
    }

    private void refuseMissing(long seen) {
        for (int i = 0; i < table.length; i++) {
            if (table[i].required() && (seen & (1L << i)) == 0) {
                throw Refusal.missing(table[i].name());
            }
        }
    }
}
