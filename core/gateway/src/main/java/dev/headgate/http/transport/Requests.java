package dev.headgate.http.transport;

/** Where requests go to be answered. On the event loop of their connection. */
public interface Requests {
    void request(ClientConnection connection, ClientRequest request);

    /**
     * What came is no HTTP request; the answer to it must be the connection's last.
     *
     * @param status what is wrong: 400, 414 or 431
     */
    void malformed(ClientConnection connection, ClientRequest request, int status);
}
