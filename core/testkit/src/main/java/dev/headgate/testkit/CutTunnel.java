package dev.headgate.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** One connection through a {@link CutProxy}. Whatever ends one of its directions ends both. */
final class CutTunnel {
    private final Socket client;
    private final Socket upstream;
    private final CutProxy.Plan toClient;
    private final CutProxy.Plan toUpstream;
    private final AtomicBoolean ending = new AtomicBoolean();
    private final CompletableFuture<Fault> ended = new CompletableFuture<>();

    CutTunnel(Socket client, Socket upstream, CutProxy.Plan toClient, CutProxy.Plan toUpstream) throws IOException {
        this.client = client;
        this.upstream = upstream;
        this.toClient = toClient;
        this.toUpstream = toUpstream;
        client.setTcpNoDelay(true);
        upstream.setTcpNoDelay(true);
    }

    /** Passes bytes in both directions until one of them ends. */
    void run() {
        Thread.ofVirtual().name("cut-tunnel-up").start(() -> pump(client, upstream, toUpstream));
        Thread.ofVirtual().name("cut-tunnel-down").start(() -> pump(upstream, client, toClient));
        ended.join();
    }

    /** Ends both sides, in order or by a reset. */
    void end(Fault how) {
        if (!ending.compareAndSet(false, true)) {
            return;
        }
        try {
            if (how == Fault.RST) {
                Fault.reset(client);
                Fault.reset(upstream);
            } else {
                client.close();
                upstream.close();
            }
        } catch (IOException e) {
            // A socket that cannot be closed is closed already.
        } finally {
            ended.complete(how);
        }
    }

    private void pump(Socket from, Socket to, CutProxy.Plan plan) {
        try {
            byte[] buffer = new byte[16 * 1024];
            var out = to.getOutputStream();
            long passed = 0;
            int n = 0;
            while (n >= 0) {
                int at = 0;
                // Faults at the very byte that was passed last strike at once, not with the next byte.
                do {
                    if (plan.hold().isPresent() && passed == plan.holdAt()) {
                        plan.hold().get().pass(ended);
                    }
                    if (plan.fault().isPresent() && passed == plan.faultAt()) {
                        strike(plan.fault().get());
                        return;
                    }
                    int length = allowed(plan, passed, n - at);
                    pass(out, buffer, at, length, passed, plan);
                    at += length;
                    passed += length;
                } while (at < n || due(plan, passed, at, n));
                n = from.getInputStream().read(buffer);
            }
            end(Fault.FIN);
        } catch (IOException e) {
            end(Fault.RST);
        }
    }

    /** Whether something is to happen right here, after the last byte that was read. */
    private static boolean due(CutProxy.Plan plan, long passed, int at, int n) {
        return n > 0 && at == n && plan.fault().isPresent() && passed == plan.faultAt();
    }

    /** How many of these bytes may pass before something happens. */
    private static int allowed(CutProxy.Plan plan, long passed, int length) {
        long allowed = length;
        if (plan.fault().isPresent() && plan.faultAt() > passed) {
            allowed = Math.min(allowed, plan.faultAt() - passed);
        }
        if (plan.hold().isPresent() && plan.holdAt() > passed) {
            allowed = Math.min(allowed, plan.holdAt() - passed);
        }
        return (int) allowed;
    }

    private static void pass(OutputStream out, byte[] bytes, int at, int length, long passed, CutProxy.Plan plan)
            throws IOException {
        if (plan.bytesPerSecond() == 0 || passed + length <= plan.throttleAt()) {
            out.write(bytes, at, length);
            return;
        }
        for (int i = at; i < at + length; i++) {
            out.write(bytes[i]);
            if (passed + (i - at) >= plan.throttleAt()) {
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1) / plan.bytesPerSecond());
            }
        }
    }

    private void strike(Fault fault) {
        if (fault != Fault.STALL) {
            end(fault);
        }
    }
}
