package dev.headgate.dialect.openai;

import dev.headgate.api.Operation;
import dev.headgate.api.Scope;
import dev.headgate.wire.JsonException;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonReader;
import dev.headgate.wire.JsonReader.Token;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Finds the texts in requests, answers and chunks. Serves for document after document; what it has found is valid until
 * the next one.
 */
final class Texts {
    private static final int MAX_INDEX = 1024;
    private static final byte[] NONE = {};

    private final JsonReader in = new JsonReader(NONE, 0, 0, JsonLimits.WIDE);
    private final List<Place> places = new ArrayList<>();
    private final List<Echo> echoes = new ArrayList<>();
    private final BitSet finished = new BitSet();
    private boolean whole;
    private boolean metadata;

    // Of the message, the choice and the tool call that are being read; a member may come after what it says a thing
    // about.
    private Scope speaker = Scope.MESSAGE;
    private int choice;
    private int echoStart;
    private int echoEnd;
    private boolean finish;
    private int call;
    private int calls;

    /** In order of appearance. */
    List<Place> places() {
        return places;
    }

    /** What repeats texts of a choice, token by token: it says what they were before anybody changed them. */
    record Echo(int choice, int start, int end) {
        /** What stands in its place once they have been changed. */
        static byte[] silence() {
            return "null".getBytes(StandardCharsets.US_ASCII);
        }
    }

    /** The log probabilities that come with choices. */
    List<Echo> echoes() {
        return echoes;
    }

    /** The indices of the choices that have finished. */
    BitSet finished() {
        return finished;
    }

    /**
     * Reads a request or a whole answer; false when it is not readable, and has no texts then.
     *
     * @param withMetadata whether metadata are texts too
     */
    boolean body(Operation operation, byte[] b, int from, int to, boolean withMetadata) {
        whole = true;
        metadata = withMetadata;
        return read(b, from, to, () -> {
            if (metadata && filed()) {
                return;
            }
            switch (operation) {
                case CHAT -> chat();
                case COMPLETION -> completion();
                case EMBEDDING -> embedding();
                case RERANK -> rerank();
                case TOKEN_COUNT -> input();
                case MODELS -> in.skip();
            }
        });
    }

    /** Reads one event of a stream; false when it is not readable, and has no texts then. */
    boolean chunk(byte[] b, int from, int to) {
        whole = false;
        return read(b, from, to, this::answer);
    }

    private boolean read(byte[] b, int from, int to, Runnable member) {
        places.clear();
        echoes.clear();
        finished.clear();
        in.restart(b, from, to);
        try {
            in.next();
            members(member);
            in.next();
            return true;
        } catch (JsonException e) {
            places.clear();
            echoes.clear();
            finished.clear();
            return false;
        }
    }

    // ---- each stands on the name of a member and reads over its value

    /** Reads a member that says what the request is filed under or who its user is; false when it is another. */
    private boolean filed() {
        if (in.is("metadata")) {
            object(() -> string(Shape.METADATA));
        } else if (in.is("user") || in.is("safety_identifier")) {
            string(Shape.METADATA);
        } else {
            return false;
        }
        return true;
    }

    private void chat() {
        if (in.is("messages")) {
            elements(this::message);
        } else if (in.is("tools") || in.is("functions") || in.is("response_format")) {
            in.next();
            descriptions();
        } else if (in.is("prediction")) {
            object(this::said);
        } else {
            answer();
        }
    }

    private void completion() {
        if (in.is("prompt") || in.is("suffix")) {
            strings(Shape.TEXT);
        } else {
            answer();
        }
    }

    private void embedding() {
        if (in.is("input")) {
            strings(Shape.TEXT);
        } else {
            in.skip();
        }
    }

    private void rerank() {
        if (in.is("query")) {
            in.next();
            document();
        } else if (in.is("documents")) {
            elements(this::document);
        } else if (in.is("results")) {
            elements(() -> members(this::ofResult));
        } else {
            in.skip();
        }
    }

    private void ofResult() {
        if (in.is("document")) {
            in.next();
            document();
        } else {
            in.skip();
        }
    }

    /** A request in the shape of Responses. */
    private void input() {
        if (in.is("instructions")) {
            string(Shape.INSTRUCTIONS);
        } else if (in.is("tools") || in.is("text")) {
            in.next();
            descriptions();
        } else if (in.is("input")) {
            if (in.next() == Token.STRING) {
                add(Shape.TEXT);
            } else {
                array(this::item);
            }
        } else {
            in.skip();
        }
    }

    private void ofItem() {
        if (in.is("arguments")) {
            string(Shape.ARGUMENTS);
        } else if (in.is("input")) {
            string(Shape.CUSTOM_INPUT);
        } else if (in.is("summary")) {
            elements(() -> members(() -> either("text", Shape.REASONING)));
        } else if (in.is("output")) {
            int first = places.size();
            content();
            amend(first, p -> p.withScope(Scope.TOOL_OUTPUT));
        } else {
            said();
        }
    }

    private void answer() {
        if (in.is("choices")) {
            elements(this::choice);
        } else {
            in.skip();
        }
    }

    private void ofChoice() {
        if (in.is("delta") || in.is("message")) {
            object(this::said);
        } else if (in.is("text")) {
            string(Shape.TEXT);
        } else if (in.is("index")) {
            choice = index(choice);
        } else if (in.is("logprobs")) {
            in.next();
            echoStart = in.start();
            boolean bare = in.token() != Token.START_OBJECT;
            in.skip();
            echoEnd = bare ? 0 : in.end();
        } else if (in.is("finish_reason")) {
            finish = in.next() == Token.STRING && in.end() - in.start() > 2;
            in.skip();
        } else {
            in.skip();
        }
    }

    /** A member of a message, or of a piece of one. */
    private void said() {
        if (in.is("content")) {
            content();
        } else if (in.is("refusal")) {
            string(Shape.REFUSAL);
        } else if (in.is("reasoning_content")) {
            string(Shape.REASONING_CONTENT);
        } else if (in.is("reasoning")) {
            string(Shape.REASONING);
        } else if (in.is("reasoning_details")) {
            elements(() -> members(this::detail));
        } else if (in.is("thinking_blocks")) {
            elements(() -> members(() -> either("thinking", Shape.THINKING_BLOCK)));
        } else if (in.is("citations")) {
            elements(() -> members(this::citation));
        } else if (in.is("tool_calls")) {
            calls = 0;
            elements(this::call);
        } else if (in.is("function_call")) {
            object(() -> either("arguments", Shape.FUNCTION_CALL));
        } else if (in.is("audio")) {
            object(() -> either("transcript", Shape.TRANSCRIPT));
        } else if (whole && in.is("annotations")) {
            elements(() -> members(this::annotation));
        } else if (in.is("role")) {
            in.next();
            speaker = speaker();
            in.skip();
        } else {
            in.skip();
        }
    }

    private void annotation() {
        if (in.is("url_citation")) {
            object(() -> {
                if (in.is("title")) {
                    string(Shape.TITLE);
                } else {
                    either("content", Shape.TITLE);
                }
            });
        } else {
            in.skip();
        }
    }

    private void citation() {
        if (in.is("text")) {
            string(Shape.QUOTED);
        } else {
            either("cited_text", Shape.CITED);
        }
    }

    private void ofPart() {
        if (in.is("text")) {
            string(Shape.CONTENT);
        } else if (in.is("refusal")) {
            string(Shape.REFUSAL);
        } else if (in.is("thinking")) {
            if (in.next() == Token.STRING) {
                add(Shape.THINKING);
            } else {
                array(() -> members(() -> either("text", Shape.THINKING)));
            }
        } else {
            in.skip();
        }
    }

    private void detail() {
        if (in.is("summary")) {
            string(Shape.DETAIL_SUMMARY);
        } else {
            either("text", Shape.DETAIL_TEXT);
        }
    }

    private void ofCall() {
        if (in.is("function")) {
            object(() -> either("arguments", Shape.ARGUMENTS));
        } else if (in.is("custom")) {
            object(() -> either("input", Shape.CUSTOM_INPUT));
        } else if (in.is("index")) {
            call = index(call);
        } else {
            in.skip();
        }
    }

    private void content() {
        if (in.next() == Token.STRING) {
            add(Shape.CONTENT);
            return;
        }
        array(() -> {
            if (in.token() == Token.STRING) {
                add(Shape.CONTENT);
            } else {
                members(this::ofPart);
            }
        });
    }

    private void either(String name, Shape shape) {
        if (in.is(name)) {
            string(shape);
        } else {
            in.skip();
        }
    }

    private void string(Shape shape) {
        if (in.next() == Token.STRING) {
            add(shape);
        } else {
            in.skip();
        }
    }

    private void strings(Shape shape) {
        if (in.next() == Token.STRING) {
            add(shape);
            return;
        }
        array(() -> {
            if (in.token() == Token.STRING) {
                add(shape);
            } else {
                in.skip();
            }
        });
    }

    private int index(int absent) {
        int index = in.next() == Token.NUMBER ? Math.clamp(in.wholeNumber(absent), 0, MAX_INDEX) : absent;
        in.skip();
        return index;
    }

    private Scope speaker() {
        if (in.is("system") || in.is("developer")) {
            return Scope.SYSTEM;
        }
        return in.is("tool") || in.is("function") ? Scope.TOOL_OUTPUT : Scope.MESSAGE;
    }

    // ---- each stands on the first token of a value and reads to its end

    private void message() {
        int first = places.size();
        speaker = Scope.MESSAGE;
        members(this::said);
        if (speaker != Scope.MESSAGE) {
            amend(first, p -> p.scope() == Scope.MESSAGE ? p.withScope(speaker) : p);
        }
    }

    private void item() {
        int first = places.size();
        speaker = Scope.MESSAGE;
        members(this::ofItem);
        if (speaker != Scope.MESSAGE) {
            amend(first, p -> p.scope() == Scope.MESSAGE ? p.withScope(speaker) : p);
        }
    }

    /** What is to be ordered: a text, or an object of texts and perhaps a picture. */
    private void document() {
        if (in.token() == Token.STRING) {
            add(Shape.TEXT);
            return;
        }
        members(() -> {
            if (in.is("image")) {
                in.skip();
            } else {
                string(Shape.TEXT);
            }
        });
    }

    private void choice() {
        int first = places.size();
        choice = 0;
        echoEnd = 0;
        finish = false;
        members(this::ofChoice);
        if (choice != 0) {
            amend(first, p -> p.withChoice(choice));
        }
        if (echoEnd > 0) {
            echoes.add(new Echo(choice, echoStart, echoEnd));
        }
        if (finish) {
            finished.set(choice);
        }
    }

    private void call() {
        int first = places.size();
        call = calls++;
        places.add(new Place(Shape.ARGUMENTS, Scope.TOOL_INPUT, 0, 0, 0, 0));
        members(this::ofCall);
        if (call != 0) {
            amend(first, p -> p.withPart(call));
        }
    }

    /** What is said about tools, about the form of the answer and about the members of both, at any depth. */
    private void descriptions() {
        switch (in.token()) {
            case START_ARRAY -> array(this::descriptions);
            case START_OBJECT ->
                members(() -> {
                    boolean description = in.is("description");
                    if (in.next() == Token.STRING && description) {
                        add(Shape.DESCRIPTION);
                    } else {
                        descriptions();
                    }
                });
            default -> {}
        }
    }

    private void members(Runnable member) {
        if (in.token() == Token.START_OBJECT) {
            while (in.next() == Token.NAME) {
                member.run();
            }
        } else {
            in.skip();
        }
    }

    private void array(Runnable element) {
        if (in.token() == Token.START_ARRAY) {
            while (in.next() != Token.END_ARRAY) {
                element.run();
            }
        } else {
            in.skip();
        }
    }

    private void object(Runnable member) {
        in.next();
        members(member);
    }

    private void elements(Runnable element) {
        in.next();
        array(element);
    }

    private void add(Shape shape) {
        if (in.end() - in.start() > 2) {
            places.add(new Place(shape, shape.scope(), 0, 0, in.start(), in.end()));
        }
    }

    private void amend(int first, UnaryOperator<Place> change) {
        for (int i = first; i < places.size(); i++) {
            places.set(i, change.apply(places.get(i)));
        }
    }
}
