package dev.headgate.bench;

import java.util.Optional;

/** One that takes part in a measurement: started when first asked for, and kept until the bench ends or it is closed. */
final class Entrant implements AutoCloseable {
    /** Starts it. */
    interface Start {
        Running start() throws NotMeasured, InterruptedException;
    }

    /** A contender and what ends it. */
    record Running(Contender contender, Runnable end, Runnable beforeWindow) {}

    private final String name;
    private final boolean warms;
    private final Start start;
    private Optional<Running> running = Optional.empty();
    private Optional<NotMeasured> refusal = Optional.empty();

    /** @param warms whether it becomes faster with use, as what a JVM compiles does */
    Entrant(String name, boolean warms, Start start) {
        this.name = name;
        this.warms = warms;
        this.start = start;
    }

    String name() {
        return name;
    }

    boolean warms() {
        return warms;
    }

    Contender contender() throws NotMeasured, InterruptedException {
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        if (running.isEmpty()) {
            try {
                running = Optional.of(start.start());
            } catch (NotMeasured e) {
                refusal = Optional.of(e);
                throw e;
            }
        }
        return running.get().contender();
    }

    /** Starts it ahead of its use; what goes wrong is told then. */
    void start() throws InterruptedException {
        try {
            contender();
        } catch (NotMeasured e) {
            refusal = Optional.of(e);
        }
    }

    /** Empties its log, for one. */
    void beforeWindow() {
        running.ifPresent(r -> r.beforeWindow().run());
    }

    @Override
    public void close() {
        running.ifPresent(r -> r.end().run());
        running = Optional.empty();
    }
}
