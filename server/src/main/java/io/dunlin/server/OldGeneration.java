package io.dunlin.server;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Optional;
import javax.management.ListenerNotFoundException;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;

/** Where this JVM keeps what has lived for a while. A collector without generations has none: nothing is in use there. */
final class OldGeneration implements HeapTrimming.Garbage {
    private final Optional<MemoryPoolMXBean> pool = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(one -> one.getType() == MemoryType.HEAP && one.isUsageThresholdSupported())
            .filter(one -> one.getName().equals("Tenured Gen") || one.getName().endsWith("Old Gen"))
            .findFirst();
    private final NotificationEmitter emitter = (NotificationEmitter) ManagementFactory.getMemoryMXBean();
    private Optional<NotificationListener> listener = Optional.empty();

    @Override
    public long used() {
        return pool.map(one -> one.getUsage().getUsed()).orElse(0L);
    }

    // Asking for a collection is what this is for.
    @Override
    @SuppressWarnings("PMD.DoNotCallGarbageCollectionExplicitly")
    public void collect() {
        System.gc();
    }

    @Override
    public void listen(Runnable passed) {
        NotificationListener added = (notification, handback) -> {
            if (notification.getType().equals(MemoryNotificationInfo.MEMORY_THRESHOLD_EXCEEDED)) {
                passed.run();
            }
        };
        emitter.addNotificationListener(added, null, null);
        listener = Optional.of(added);
    }

    @Override
    public void watch(long bytes) {
        pool.ifPresent(one -> {
            long most = one.getUsage().getMax();
            one.setUsageThreshold(most < 0 ? bytes : Math.min(bytes, most));
        });
    }

    @Override
    public void close() throws ListenerNotFoundException {
        if (listener.isPresent()) {
            emitter.removeNotificationListener(listener.get());
        }
    }
}
