package dev.headgate.dialect.openai;

/** Which lane a text belongs to: each member that holds texts has lanes of its own. */
record LaneKey(int choice, Shape shape, int part) {
    static LaneKey of(Place place) {
        return new LaneKey(place.choice(), place.shape(), place.part());
    }

    /** Whether an answer that has come to this lane is through with the other. */
    boolean follows(LaneKey other) {
        return choice == other.choice && rank() > other.rank();
    }

    private int rank() {
        return switch (shape.scope()) {
            case REASONING -> 0;
            case SYSTEM, MESSAGE, METADATA -> 1;
            case TOOL_INPUT, TOOL_OUTPUT -> 2 + part;
        };
    }
}
