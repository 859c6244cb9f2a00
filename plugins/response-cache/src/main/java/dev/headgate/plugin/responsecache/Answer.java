package dev.headgate.plugin.responsecache;

import dev.headgate.api.Headers;

/** A complete answer, in the form it came in: whole, or as events. It can be given in the other form too. */
final class Answer {
    private final Form form;
    private final Template body;
    private final Template usage;
    private final int[] pauses;
    private final String idPrefix;
    private final Headers headers;
    private final boolean keepable;

    /**
     * @param form how it came
     * @param body the whole answer, or all events but those of usage and of the end
     * @param usage the event that tells usage; empty when that is not known, and of a whole answer, which has it inside
     * @param pauses of events that came at a pace: how many milliseconds went by before each; else empty
     * @param idPrefix what its id begins with
     * @param headers of the answer, without its content type
     * @param keepable whether it is one to be kept, and not just complete
     */
    Answer(Form form, Template body, Template usage, int[] pauses, String idPrefix, Headers headers, boolean keepable) {
        this.form = form;
        this.body = body;
        this.usage = usage;
        this.pauses = pauses;
        this.idPrefix = idPrefix;
        this.headers = headers;
        this.keepable = keepable;
    }

    /** How an answer is written. */
    enum Form {
        WHOLE("application/json"),
        EVENTS("text/event-stream");

        private final String contentType;

        Form(String contentType) {
            this.contentType = contentType;
        }

        String contentType() {
            return contentType;
        }
    }

    static final int[] NO_PAUSES = {};

    Form form() {
        return form;
    }

    Template body() {
        return body;
    }

    Template usage() {
        return usage;
    }

    /** Read only. */
    int[] pauses() {
        return pauses;
    }

    String idPrefix() {
        return idPrefix;
    }

    Headers headers() {
        return headers;
    }

    boolean keepable() {
        return keepable;
    }

    /** The answer in this form; the very same when it came so. */
    Answer as(Form wanted) {
        if (form == wanted) {
            return this;
        }
        return wanted == Form.EVENTS ? Unfold.events(this) : Fold.whole(this);
    }
}
