package dev.headgate.upstream.echo;

import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonReader;
import dev.headgate.wire.JsonReader.Token;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a request asks of the echo upstream. Its members are plain maps, lists, texts, truth values and numerals. */
final class EchoRequest {
    private final Object body;

    /** A number, as it was written. */
    private record Numeral(String digits) {
        @Override
        public String toString() {
            return digits;
        }
    }

    /** A tool to be called, and its arguments as JSON. */
    record Call(String name, String arguments) {}

    /** @param json a request that the gateway has read already */
    EchoRequest(byte[] json) {
        var reader = new JsonReader(json, 0, json.length, JsonLimits.STANDARD);
        reader.next();
        this.body = value(reader);
    }

    private static Object value(JsonReader r) {
        return switch (r.token()) {
            case START_OBJECT -> {
                var members = new LinkedHashMap<String, Object>();
                while (r.next() != Token.END_OBJECT) {
                    String name = r.text();
                    r.next();
                    members.put(name, value(r));
                }
                yield members;
            }
            case START_ARRAY -> {
                var elements = new ArrayList<Object>();
                while (r.next() != Token.END_ARRAY) {
                    elements.add(value(r));
                }
                yield elements;
            }
            case STRING -> r.text();
            case NUMBER -> new Numeral(r.text());
            case TRUE -> true;
            default -> false; // nothing here tells null from false
        };
    }

    String model() {
        return text(member(body, "model")).orElse("echo");
    }

    boolean streams() {
        return member(body, "stream").equals(true);
    }

    boolean wantsUsage() {
        return member(member(body, "stream_options"), "include_usage").equals(true);
    }

    boolean wantsBase64() {
        return member(body, "encoding_format").equals("base64");
    }

    /** The last message's text, or the prompt. */
    String said() {
        List<?> messages = elements(member(body, "messages"));
        return messages.isEmpty() ? words(member(body, "prompt")) : words(member(messages.getLast(), "content"));
    }

    /** All that was said up to the answer. */
    String read() {
        return elements(member(body, "messages")).stream()
                        .map(m -> words(member(m, "content")))
                        .collect(Collectors.joining(" "))
                + words(member(body, "prompt"));
    }

    /** What to embed: one text for each embedding. */
    List<String> inputs() {
        Object input = member(body, "input");
        List<?> several = elements(input);
        return several.isEmpty() || several.getFirst() instanceof Numeral
                ? List.of(words(input))
                : several.stream().map(EchoRequest::words).toList();
    }

    /** What documents are to be ordered by. */
    String query() {
        return words(member(body, "query"));
    }

    List<String> documents() {
        return elements(member(body, "documents")).stream()
                .map(EchoRequest::words)
                .toList();
    }

    /** How many of them are wanted at most. */
    int top() {
        return member(body, "top_n") instanceof Numeral n ? Integer.parseInt(n.digits()) : Integer.MAX_VALUE;
    }

    /** Whether an answer is to repeat them. */
    boolean repeats() {
        return member(body, "return_documents").equals(true);
    }

    /** What is to be counted: the texts of a request in the shape of Responses. */
    String counted() {
        Object input = member(body, "input");
        String items = elements(input).stream()
                .map(i -> words(member(i, "content")) + " " + words(member(i, "output")))
                .collect(Collectors.joining(" "));
        return words(member(body, "instructions")) + " " + words(input) + " " + items;
    }

    /** The tool that {@code tool_choice} or the last message asks for. */
    Optional<Call> call() {
        Object choice = member(body, "tool_choice");
        boolean forced = choice instanceof Map || choice.equals("required");
        Optional<String> wanted = text(member(member(choice, "function"), "name"));
        String said = said();
        for (Object tool : elements(member(body, "tools"))) {
            String name = text(member(member(tool, "function"), "name")).orElse("");
            int at = said.indexOf("call " + name);
            boolean chosen = forced && wanted.map(name::equals).orElse(true);
            if (!name.isEmpty() && (chosen || (at >= 0 && !choice.equals("none")))) {
                return Optional.of(new Call(name, at < 0 ? "{}" : arguments(said.substring(at + 5 + name.length()))));
            }
        }
        return Optional.empty();
    }

    private static String arguments(String text) {
        int from = text.indexOf('{');
        int to = text.lastIndexOf('}');
        return from >= 0 && to > from ? text.substring(from, to + 1) : "{}";
    }

    private static Object member(Object of, String name) {
        return of instanceof Map<?, ?> m && m.containsKey(name) ? m.get(name) : false;
    }

    private static List<?> elements(Object of) {
        return of instanceof List<?> l ? l : List.of();
    }

    private static Optional<String> text(Object of) {
        return of instanceof String s ? Optional.of(s) : Optional.empty();
    }

    /** A text as it is; of content in parts, or of several prompts, all texts there are. */
    private static String words(Object of) {
        if (of instanceof List<?> parts) {
            return parts.stream().map(EchoRequest::words).collect(Collectors.joining(" "));
        }
        return of instanceof String || of instanceof Numeral
                ? of.toString()
                : text(member(of, "text")).orElse("");
    }
}
