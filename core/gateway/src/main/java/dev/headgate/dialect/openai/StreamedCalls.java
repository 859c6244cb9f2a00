package dev.headgate.dialect.openai;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.headgate.wire.Json;
import dev.headgate.wire.JsonSplice;
import dev.headgate.wire.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one choice of a streamed answer, each told from the others by its id where its index does not tell: it
 * may be missing, be the same for all, count from one, or be used again.
 */
final class StreamedCalls {
    private static final int MOST = 1024;
    private static final byte[] NOTHING = "\"\"".getBytes(US_ASCII);
    private static final byte[] NO_ARGUMENTS = "\"{}\"".getBytes(US_ASCII);

    private final List<Call> calls = new ArrayList<>(2);

    private static final class Call {
        private final int index;
        private final int theirs;
        private final String id;
        private boolean arguments;

        Call(int index, int theirs, String id) {
            this.index = index;
            this.theirs = theirs;
            this.id = id;
        }
    }

    /** The ids so far. */
    List<String> ids() {
        return calls.stream().map(c -> c.id).toList();
    }

    boolean none() {
        return calls.isEmpty();
    }

    /** The indices of the calls that have had no arguments; from now on they count as having some. */
    List<Integer> bare() {
        List<Integer> bare = new ArrayList<>(1);
        for (Call c : calls) {
            if (!c.arguments) {
                c.arguments = true;
                bare.add(c.index);
            }
        }
        return bare;
    }

    /**
     * The next piece of a call.
     *
     * @param last whether no more of it will come
     */
    void piece(Json piece, boolean last, JsonSplice edits) {
        Json function = piece.get("function");
        if (!function.isObject() && !piece.get("id").saysSomething()) {
            return;
        }
        int theirs = Math.clamp(piece.get("index").whole(-1), -1, MOST);
        Call call = find(piece.get("id"), function.get("name"), theirs);
        boolean begins = call == null;
        if (call == null) {
            if (calls.size() == MOST) {
                return;
            }
            String id = piece.get("id").text();
            call = new Call(calls.size(), theirs, id.isEmpty() ? MessageRepair.newId("call_") : id);
            calls.add(call);
        }
        label(piece, call, theirs, begins, edits);
        arguments(function, call, begins, last, edits);
    }

    private @Nullable Call find(Json id, Json name, int theirs) {
        if (id.saysSomething()) {
            for (Call c : calls) {
                if (id.is(c.id) || c.id.equals(id.text())) {
                    return c;
                }
            }
            return null;
        }
        for (Call c : calls.reversed()) {
            if (theirs < 0 || c.theirs == theirs) {
                // A name once more, after arguments, is that of another call.
                return name.saysSomething() && (c.arguments || theirs < 0) ? null : c;
            }
        }
        return null;
    }

    private static void label(Json piece, Call call, int theirs, boolean begins, JsonSplice edits) {
        var missing = new StringBuilder();
        Json index = piece.get("index");
        if (!index.present()) {
            missing.append("\"index\":").append(call.index).append(',');
        } else if (theirs != call.index) {
            edits.replace(
                    index.start(), index.end(), Integer.toString(call.index).getBytes(US_ASCII));
        }
        if (begins) {
            lacks(piece, "id", call.id, missing, edits);
            lacks(piece, "type", "function", missing, edits);
        }
        if (!missing.isEmpty()) {
            edits.replace(
                    piece.start() + 1, piece.start() + 1, missing.toString().getBytes(US_ASCII));
        }
    }

    private static void lacks(Json piece, String name, String text, StringBuilder missing, JsonSplice edits) {
        Json there = piece.get(name);
        if (!there.present()) {
            missing.append('"').append(name).append("\":\"").append(text).append("\",");
        } else if (!there.saysSomething()) {
            MessageRepair.text(piece, name, text, edits);
        }
    }

    private static void arguments(Json function, Call call, boolean begins, boolean last, JsonSplice edits) {
        Json arguments = function.get("arguments");
        if (arguments.isObject()) {
            call.arguments = true;
            var quoted = new JsonWriter(arguments.end() - arguments.start() + 16).quoted(arguments);
            edits.replace(arguments.start(), arguments.end(), quoted.toByteArray());
        } else if (arguments.isString() && !arguments.isEmptyText()) {
            call.arguments = true;
        } else if (arguments.present()) {
            boolean none = last && !call.arguments;
            call.arguments |= none;
            if (none || !arguments.isString()) {
                edits.replace(arguments.start(), arguments.end(), none ? NO_ARGUMENTS : NOTHING);
            }
        } else if (begins && function.isObject()) {
            call.arguments |= last;
            MessageRepair.text(function, "arguments", last ? "{}" : "", edits);
        }
    }
}
