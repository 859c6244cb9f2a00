package dev.headgate.testkit;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class when Netty finds that a buffer was thrown away without being released. Found by JUnit by itself
 * wherever the test kit is on the class path and extensions are detected.
 *
 * <p>A leak is seen once the buffer has been collected, so it may be reported one class late; the same place is reported once. Netty
 * must run with {@code -Dio.netty.leakDetection.level=paranoid}, as this build does, or leaks are only sampled.
 */
public final class LeakWatch implements AfterAllCallback {
    private static final ConcurrentLinkedQueue<String> LEAKS = new ConcurrentLinkedQueue<>();
    private static final AtomicBoolean BUFFERS_IN_USE = new AtomicBoolean();

    static {
        // Before the first buffer: each class of resources keeps the detector it asked for when it was loaded.
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new RecordingDetectors());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (!BUFFERS_IN_USE.get() || context.getRequiredTestClass().isMemberClass()) {
            return;
        }
        List<String> leaks = collect();
        if (!leaks.isEmpty()) {
            throw new AssertionError(
                    leaks.size() + " leaked, in this class or the one before:\n" + String.join("\n\n", leaks));
        }
    }

    /** The leaks found since the last call, after one more collection of garbage. */
    static List<String> collect() {
        awaitCollection();
        // The detector looks at what was collected whenever the next buffer is made.
        ByteBufAllocator.DEFAULT.buffer(1).release();
        List<String> found = new ArrayList<>();
        for (String leak = LEAKS.poll(); leak != null; leak = LEAKS.poll()) {
            found.add(leak);
        }
        return found;
    }

    private static void awaitCollection() {
        var queue = new ReferenceQueue<Object>();
        var marker = new WeakReference<>(new Object(), queue);
        System.gc();
        try {
            queue.remove(Waiting.LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Reference.reachabilityFence(marker);
        }
    }

    private static final class RecordingDetectors extends ResourceLeakDetectorFactory {
        @Override
        @Deprecated // as the method it overrides, which has no abstract successor
        public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int interval, long maxActive) {
            BUFFERS_IN_USE.set(true);
            return new RecordingDetector<>(resource, interval);
        }
    }

    private static final class RecordingDetector<T> extends ResourceLeakDetector<T> {
        RecordingDetector(Class<?> resource, int interval) {
            super(resource, interval);
        }

        @Override
        protected boolean needReport() {
            return true;
        }

        @Override
        protected void reportTracedLeak(String type, String records) {
            LEAKS.add(type + records);
        }

        @Override
        protected void reportUntracedLeak(String type) {
            LEAKS.add(type + " (where is not known: leak detection is not paranoid)");
        }
    }
}
