package dev.headgate.testkit;

/** How something read from a connection ended. */
public enum End {
    /** By its own framing: the length was reached, the last chunk came, or a close-delimited body was closed. */
    COMPLETE,
    /** The peer closed the connection in order, but too early. */
    FIN,
    /** The peer reset the connection. */
    RST
}
