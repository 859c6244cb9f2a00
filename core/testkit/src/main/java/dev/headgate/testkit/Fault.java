package dev.headgate.testkit;

import java.io.IOException;
import java.net.Socket;

/** What can befall a connection at an exact byte. */
enum Fault {
    /** The connection is closed in order. */
    FIN,
    /** The connection is reset. */
    RST,
    /** Nothing more is sent, and the connection stays. */
    STALL;

    /** Closes the socket so that the peer sees a reset instead of an orderly end. */
    static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }
}
