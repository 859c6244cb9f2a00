package dev.headgate.route;

/** How the targets of a route stand at this moment, as far as a choice among them depends on it. */
public interface Standings {
    /** How fit a target is to be asked; a lower number is better, and all that are equally fit count alike. */
    int unfitness(Target target, String model);

    /** The nanoseconds that its answers take to begin, each request under way counted in; 0 when nothing is known. */
    double cost(Target target);

    /** Attempts under way at it now. */
    long inFlight(Target target);

    /** Its list price, in any unit that is the same for all; infinite when unknown. */
    double price(Target target, String model);
}
