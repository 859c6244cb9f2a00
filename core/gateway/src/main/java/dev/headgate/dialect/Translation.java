package dev.headgate.dialect;

/** The way between the hub's chat shape and another wire format. Stateless; one instance serves all threads. */
public interface Translation {
    /** The wire format's name, as providers give it. */
    String dialect();

    /** What carries one request there and its answer back. */
    Translator translator(Asked asked);
}
