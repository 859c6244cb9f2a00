package dev.headgate.testkit;

import dev.headgate.api.Body;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.Socket;
import java.time.Instant;
import java.util.List;

/** One client's connection to a {@link FakeUpstream}: requests are read and answered one after the other. */
final class UpstreamConnection {
    private final FakeUpstream upstream;
    private final Socket socket;
    private final int number;
    private final Inbox inbox;
    /** Whether a request has begun that is not yet read in full. */
    private boolean within;

    UpstreamConnection(FakeUpstream upstream, Socket socket, int number) throws IOException {
        this.upstream = upstream;
        this.socket = socket;
        this.number = number;
        this.inbox = new Inbox(socket.getInputStream());
    }

    /** Serves requests until either side ends the connection. */
    void serve() {
        try {
            while (answer(next())) {
                // the next request of the same connection
            }
        } catch (EOFException e) {
            if (within) {
                upstream.violation("connection " + number + ": request broken off: " + e.getMessage());
            }
        } catch (ProtocolException | NumberFormatException e) {
            upstream.violation("connection " + number + ": " + e.getMessage());
        } catch (IOException e) {
            upstream.violation("connection " + number + ": " + e);
        } finally {
            close();
        }
    }

    /** Ends the connection in order; whoever serves it notices. */
    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            upstream.violation("connection " + number + " could not be closed: " + e);
        }
    }

    private Received next() throws IOException {
        if (!inbox.awaitAny()) {
            throw new EOFException("closed between requests");
        }
        within = true;
        String line = Wire.line(inbox);
        List<String> words = List.of(line.split(" ", -1));
        if (words.size() != 3 || !words.get(2).startsWith("HTTP/1.")) {
            throw new ProtocolException("not a request line: " + line);
        }
        Fields fields = Wire.fields(inbox);
        byte[] body = FramedBody.of(inbox, fields, false).readAllBytes();
        within = false;
        return new Received(
                words.get(0), words.get(1), fields, Body.wrap(body), Instant.now(), number, new Answering());
    }

    /** Answers as the script says; false when the connection is over. */
    private boolean answer(Received request) throws IOException {
        Reply reply = upstream.arrived(request);
        Answering.Outcome outcome = Answering.Outcome.BROKEN_OFF;
        try {
            new ReplyWriter(socket.getOutputStream(), reply, request.answer(), inbox.gone())
                    .write(request.method().equals("HEAD"));
            outcome = Answering.Outcome.SENT;
            return !reply.closes() && !request.fields().lists("connection", "close");
        } catch (ReplyWriter.ClientGone e) {
            outcome = leaver();
            return false;
        } catch (ReplyWriter.Struck struck) {
            switch (struck.fault()) {
                case FIN -> socket.close();
                case RST -> Fault.reset(socket);
                case STALL -> {
                    inbox.gone().join();
                    outcome = leaver();
                }
            }
            return false;
        } finally {
            request.answer().outcome().complete(outcome);
        }
    }

    /** Who ended the connection that is gone: the client, or the upstream's own closing. */
    private Answering.Outcome leaver() {
        return upstream.closing() ? Answering.Outcome.BROKEN_OFF : Answering.Outcome.ABORTED;
    }
}
