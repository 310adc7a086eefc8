package io.dunlin.gpu.pod;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the newest answer of the pod-resources service, asked on a thread of its own, so that a slow kubelet never delays a
 * scrape. Without a socket there are no holders; while the service fails the last answer stands. Thread-safe.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails is seen through the answer
public final class PodWatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PodWatcher.class);

    private final Path socket;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "dunlin-gpu-pods");
        thread.setDaemon(true);
        return thread;
    });
    private PodResources client;
    private boolean failing;
    private volatile DeviceHolders holders = DeviceHolders.NONE;

    /** Starts asking once every {@code intervalMillis}. */
    public PodWatcher(Path socket, long intervalMillis) {
        this.socket = socket;
        timer.scheduleWithFixedDelay(this::ask, 0, intervalMillis, TimeUnit.MILLISECONDS);
    }

    /** Returns who holds which device, as last heard. */
    public DeviceHolders holders() {
        return holders;
    }

    private void ask() {
        if (!Files.exists(socket)) {
            holders = DeviceHolders.NONE;
            return;
        }
        try {
            if (client == null) {
                client = new PodResources(socket);
            }
            holders = client.list();
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                LOG.warn("Pods of GPUs are not known: {}", e.getMessage());
            }
            failing = true;
        }
    }

    @Override
    public void close() {
        timer.execute(() -> {
            if (client != null) {
                client.close();
            }
        });
        timer.shutdown();
    }
}
