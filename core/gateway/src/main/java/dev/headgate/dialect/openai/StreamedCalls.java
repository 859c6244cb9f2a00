package dev.headgate.dialect.openai;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.headgate.hub.Pieces;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonSplice;
import dev.headgate.wire.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one choice of a streamed answer, each told from the others by its id where its index does not tell: it
 * may be missing, be the same for all, count from one, or be used again. What comes of a call before its name is held,
 * because clients take the first piece of a call for its beginning.
 */
final class StreamedCalls {
    private static final int MOST = 1024;
    private static final int MOST_HELD_BYTES = 64 * 1024;
    private static final byte[] NOTHING = "\"\"".getBytes(US_ASCII);
    private static final byte[] NO_ARGUMENTS = "\"{}\"".getBytes(US_ASCII);

    private final boolean repairs;
    private final List<Call> calls = new ArrayList<>(2);
    private int heldBytes;

    private static final class Call {
        private final int index;
        private final int theirs;
        private String id;
        private boolean idMadeUp;
        private boolean arguments;
        private @Nullable Pieces held;

        Call(int index, int theirs, String id) {
            this.index = index;
            this.theirs = theirs;
            this.id = id;
            this.idMadeUp = id.isEmpty();
            if (idMadeUp) {
                this.id = MessageRepair.newId("call_");
            }
        }

        void adopt(Json theirId) {
            if (idMadeUp && theirId.saysSomething()) {
                id = theirId.text();
                idMadeUp = false;
            }
        }
    }

    /**
     * @param repairs whether pieces are put right; else they are only looked at
     */
    StreamedCalls(boolean repairs) {
        this.repairs = repairs;
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
            if (!c.arguments && c.held == null) {
                c.arguments = true;
                bare.add(c.index);
            }
        }
        return bare;
    }

    /** Whether a call has not been named yet. */
    boolean nameless() {
        return calls.stream().anyMatch(c -> c.held != null);
    }

    /** Whether more has come of calls without a name than is held. */
    boolean overflows() {
        return heldBytes > MOST_HELD_BYTES;
    }

    /**
     * The next pieces of calls.
     *
     * @param last whether no more of them will come
     */
    void pieces(Json list, boolean last, JsonSplice edits) {
        if (list.isEmpty()) {
            return;
        }
        JsonSplice own = repairs ? edits : new JsonSplice(list.bytes());
        own.remove(list, piece -> held(piece, last, own));
    }

    /** Whether this piece of a call is held; else it has been put right. */
    private boolean held(Json piece, boolean last, JsonSplice edits) {
        Json function = piece.get("function");
        if (!function.isObject() && !piece.get("id").saysSomething()) {
            return false;
        }
        int theirs = Math.clamp(piece.get("index").whole(-1), -1, MOST);
        Call call = find(piece.get("id"), function.get("name"), theirs);
        boolean begins = call == null;
        if (call == null) {
            if (calls.size() == MOST) {
                return false;
            }
            call = new Call(calls.size(), theirs, piece.get("id").text());
            calls.add(call);
        }
        boolean named =
                function.get("name").saysSomething() || piece.get("custom").isObject();
        if (repairs && !named && (begins || call.held != null)) {
            hold(piece, call);
            return true;
        }
        Pieces before = call.held;
        call.adopt(piece.get("id"));
        call.held = null;
        label(piece, call, theirs, begins || before != null, edits);
        if (before != null && !before.empty()) {
            heldBytes -= before.length();
            withArguments(function, call, before, edits);
        } else {
            arguments(function, call, begins || before != null, last, edits);
        }
        return false;
    }

    private void hold(Json piece, Call call) {
        Pieces held = call.held == null ? new Pieces() : call.held;
        call.held = held;
        call.adopt(piece.get("id"));
        int before = held.length();
        add(piece.get("function").get("arguments"), held);
        heldBytes += held.length() - before;
    }

    private static void add(Json arguments, Pieces to) {
        if (arguments.isString()) {
            to.add(arguments);
        } else if (arguments.isObject()) {
            to.addQuoted(arguments);
        }
    }

    /** Gives the piece that names a call what has been held of its arguments. */
    private static void withArguments(Json function, Call call, Pieces before, JsonSplice edits) {
        Json arguments = function.get("arguments");
        add(arguments, before);
        call.arguments = true;
        var all = new JsonWriter(before.length() + 16);
        before.writeTo(arguments.present() ? all : all.name("arguments"));
        if (arguments.present()) {
            edits.replace(arguments.start(), arguments.end(), all.toByteArray());
        } else {
            edits.addMember(function.end() - 1, all.toByteArray());
        }
    }

    private @Nullable Call find(Json id, Json name, int theirs) {
        if (id.saysSomething()) {
            for (Call c : calls) {
                if (id.is(c.id) || c.id.equals(id.text())) {
                    return c;
                }
            }
            Call latest = latest(theirs);
            return latest != null && latest.held != null && latest.idMadeUp ? latest : null;
        }
        Call latest = latest(theirs);
        // A name once more, after arguments, is that of another call.
        boolean another =
                latest != null && latest.held == null && name.saysSomething() && (latest.arguments || theirs < 0);
        return another ? null : latest;
    }

    private @Nullable Call latest(int theirs) {
        for (Call c : calls.reversed()) {
            if (theirs < 0 || c.theirs == theirs) {
                return c;
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
