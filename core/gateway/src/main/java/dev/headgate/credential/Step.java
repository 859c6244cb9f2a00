package dev.headgate.credential;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A step towards a credential: I/O to be done and what follows from it, or the end. The reasons that it gives are for
 * operators; they name files and addresses and hold no secret.
 */
public sealed interface Step {
    /** The end: here it is. */
    record Obtained(Grant grant) implements Step {}

    /** The end: this is no place where we have one. Another may be. */
    record Absent(String why) implements Step {}

    /** The end: whoever gives them out does not give us one. */
    record Refused(String why) implements Step {}

    /** The end for now: whoever gives them out cannot be reached or does not work. */
    record Broken(String why) implements Step {}

    /**
     * A file to be read.
     *
     * @param then takes its text, or nothing when it is not there or cannot be read
     */
    record Read(String file, Function<Optional<String>, Step> then) implements Step {}

    /**
     * A request to be sent.
     *
     * @param then takes the answer, whatever its status
     * @param unreached where there is no answer
     */
    record Call(TokenCall call, Function<TokenAnswer, Step> then, Step unreached) implements Step {
        /** Where it matters that there is an answer. */
        public Call(TokenCall call, Function<TokenAnswer, Step> then) {
            this(call, then, new Broken(call.place() + " cannot be reached"));
        }
    }

    /** What follows where this leads to no place that has one. */
    default Step or(Supplier<Step> next) {
        return switch (this) {
            case Absent here -> next.get().absentToo(here.why);
            case Read r -> new Read(r.file, text -> r.then.apply(text).or(next));
            case Call c -> new Call(c.call, answer -> c.then.apply(answer).or(next), c.unreached.or(next));
            case Obtained o -> o;
            case Refused r -> r;
            case Broken b -> b;
        };
    }

    private Step absentToo(String before) {
        return switch (this) {
            case Absent here -> new Absent(before + "; " + here.why);
            case Read r -> new Read(r.file, text -> r.then.apply(text).absentToo(before));
            case Call c ->
                new Call(c.call, answer -> c.then.apply(answer).absentToo(before), c.unreached.absentToo(before));
            case Obtained o -> o;
            case Refused r -> r;
            case Broken b -> b;
        };
    }

    /** What follows once a credential has been obtained. */
    default Step then(Function<Grant, Step> next) {
        return switch (this) {
            case Obtained o -> next.apply(o.grant);
            case Read r -> new Read(r.file, text -> r.then.apply(text).then(next));
            case Call c -> new Call(c.call, answer -> c.then.apply(answer).then(next), c.unreached.then(next));
            case Absent a -> a;
            case Refused r -> r;
            case Broken b -> b;
        };
    }
}
