package io.dunlin.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeapTrimmingTest {
    private static final long LIVE = 20L << 20;

    private final AtomicLong used = new AtomicLong(LIVE);
    private final AtomicLong live = new AtomicLong(LIVE);
    private final AtomicInteger collections = new AtomicInteger();
    private final HeapTrimming trimming = new HeapTrimming(used::get, () -> {
        collections.incrementAndGet();
        used.set(live.get());
    });

    @Test
    void collectsWhenTheOldGenerationHasGrown() {
        used.addAndGet(HeapTrimming.GROWTH);
        trimming.look();
        assertThat(collections).hasValue(0);

        used.addAndGet(1);
        trimming.look();
        assertThat(collections).hasValue(1);
        assertThat(used).hasValue(LIVE);
    }

    @Test
    void doesNotCollectAgainWhatIsInUse() {
        live.addAndGet(10 * HeapTrimming.GROWTH);
        used.set(live.get());
        trimming.look();
        trimming.look();
        assertThat(collections).hasValue(1);
    }

    @Test
    void measuresFromWhatACollectionOfTheJvmLeft() {
        used.set(LIVE / 2);
        trimming.look();
        used.addAndGet(HeapTrimming.GROWTH + 1);
        trimming.look();
        assertThat(collections).hasValue(1);
    }
}
