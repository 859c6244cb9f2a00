package dev.headgate.api;

/**
 * One running text of a streamed answer, which its events bring piece by piece.
 *
 * <p>A lane ends when its choice is finished, when the choice goes on to what comes next (from reasoning to the answer,
 * from the answer to a tool call, from one tool call to the next), or at the end of the stream. Should the model come
 * back to it, that is another lane with equal components; so are the string values in one tool call. A wire format that says one kind of thing in several members
 * may have several such lanes at a time.
 *
 * @param choice the index of the choice, 0 unless several answers were asked for
 * @param scope where the text stands: {@code MESSAGE}, {@code REASONING} or {@code TOOL_INPUT}
 * @param part the index of the tool call, else 0
 */
public record Lane(int choice, Scope scope, int part) {}
