package dev.headgate.dialect.openai;

import dev.headgate.api.Scope;

/**
 * Where one text stands, or, when it is empty, that a tool call is under way.
 *
 * @param choice the choice's index, 0 outside choices
 * @param part the tool call's index, else 0
 * @param start of the string's opening quote
 * @param end just after its closing quote
 */
record Place(Shape shape, Scope scope, int choice, int part, int start, int end) {
    boolean empty() {
        return start == end;
    }

    Place withScope(Scope other) {
        return new Place(shape, other, choice, part, start, end);
    }

    Place withChoice(int other) {
        return new Place(shape, scope, other, part, start, end);
    }

    Place withPart(int other) {
        return new Place(shape, scope, choice, other, start, end);
    }
}
