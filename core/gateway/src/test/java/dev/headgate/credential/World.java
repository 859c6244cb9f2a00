package dev.headgate.credential;

import dev.headgate.api.Body;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Files and addresses as a test has them; steps towards a credential are carried out in it without any I/O. */
public final class World {
    /** When everything happens. */
    public static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    private final Map<String, String> files = new HashMap<>();
    private final Map<String, TokenAnswer> answers = new HashMap<>();
    private final List<TokenCall> calls = new ArrayList<>();

    /** There is this file. */
    public World file(String name, String text) {
        files.put(name, text);
        return this;
    }

    /** Whoever asks at this address, its query left out, is answered so. */
    public World answer(String place, int status, String body) {
        answers.put(place, new TokenAnswer(status, Body.of(body), NOW));
        return this;
    }

    /** The last step. */
    public Step end(Source source) {
        Step step = source.begin(NOW);
        while (true) {
            switch (step) {
                case Step.Read r -> step = r.then().apply(Optional.ofNullable(files.get(r.file())));
                case Step.Call c -> {
                    calls.add(c.call());
                    TokenAnswer answer = answers.get(c.call().place());
                    step = answer == null ? c.unreached() : c.then().apply(answer);
                }
                case Step.Obtained o -> {
                    return o;
                }
                case Step.Absent a -> {
                    return a;
                }
                case Step.Refused r -> {
                    return r;
                }
                case Step.Broken b -> {
                    return b;
                }
            }
        }
    }

    /** What was obtained. */
    public Grant grant(Source source) {
        return end(source) instanceof Step.Obtained o ? o.grant() : fail("no credential was obtained: " + end(source));
    }

    private static Grant fail(String why) {
        throw new AssertionError(why);
    }

    /** The requests that were sent, in order. */
    public List<TokenCall> calls() {
        return calls;
    }

    /** The last request's form or query as it was sent. */
    public String lastForm() {
        TokenCall last = calls.getLast();
        String query = last.url().getRawQuery();
        return query == null ? last.body().text() : query;
    }

    /** A header of the last request. */
    public String lastHeader(String name) {
        return calls.getLast().headers().stream()
                .filter(h -> h.getKey().equals(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }
}
