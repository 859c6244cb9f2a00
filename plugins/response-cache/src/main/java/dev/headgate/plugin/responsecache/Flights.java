package dev.headgate.plugin.responsecache;

import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Requests on their way to upstreams, by what their answers would be kept under. As many at most as there are exchanges. */
final class Flights {
    private final ConcurrentMap<Key, Flight> all = new ConcurrentHashMap<>();
    private final int room;
    private final InstantSource clock;

    /**
     * @param room how many bytes of an answer are held for those who read it
     */
    Flights(long room, InstantSource clock) {
        this.room = Math.toIntExact(room);
        this.clock = clock;
    }

    int room() {
        return room;
    }

    long millis() {
        return clock.millis();
    }

    Optional<Flight> of(Key key) {
        return Optional.ofNullable(all.get(key));
    }

    /** Begins one, unless there is one already. */
    Optional<Flight> begin(Key key) {
        var flight = new Flight(this, key, 0);
        return all.putIfAbsent(key, flight) == null ? Optional.of(flight) : Optional.empty();
    }

    /** One that nobody else can join. */
    Flight alone(Key key) {
        return new Flight(this, key, 0);
    }

    void landed(Key key, Flight flight) {
        all.remove(key, flight);
    }

    /** Another asks in one's place. */
    void followed(Key key, Flight before, Flight next) {
        if (!all.replace(key, before, next)) {
            all.putIfAbsent(key, next);
        }
    }

    int underWay() {
        return all.size();
    }
}
