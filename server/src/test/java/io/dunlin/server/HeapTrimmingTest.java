package io.dunlin.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeapTrimmingTest {
    private static final long LIVE = 20L << 20;
    private static final long DURATION = 10;

    private final AtomicLong time = new AtomicLong();
    private final Heap heap = new Heap();
    private final HeapTrimming trimming = new HeapTrimming(heap, time::get);

    /** A heap whose collections take ten nanoseconds. */
    private final class Heap implements HeapTrimming.Garbage {
        private long used = LIVE;
        private long live = LIVE;
        private long watched;
        private int collections;

        @Override
        public long used() {
            return used;
        }

        @Override
        public void collect() {
            collections++;
            time.addAndGet(DURATION);
            used = live;
        }

        @Override
        public void listen(Runnable passed) {
            throw new UnsupportedOperationException("the test looks itself");
        }

        @Override
        public void watch(long bytes) {
            watched = bytes;
        }

        @Override
        public void close() {}
    }

    @Test
    void collectsWhenTheOldGenerationHasGrown() {
        heap.used += HeapTrimming.GROWTH;
        trimming.look();
        assertThat(heap.collections).isZero();

        heap.used++;
        trimming.look();
        assertThat(heap.collections).isEqualTo(1);
        assertThat(heap.used).isEqualTo(LIVE);
    }

    @Test
    void doesNotCollectAgainWhatIsInUse() {
        heap.live += 10 * HeapTrimming.GROWTH;
        heap.used = heap.live;
        trimming.look();
        time.addAndGet(HeapTrimming.PAUSE * DURATION);
        trimming.look();
        assertThat(heap.collections).isEqualTo(1);
    }

    @Test
    void watchesForHalfOfWhatIsInUseWhereThatIsMore() {
        assertThat(heap.watched).isEqualTo(LIVE + HeapTrimming.GROWTH);

        heap.live = 10 * HeapTrimming.GROWTH;
        heap.used = heap.live;
        trimming.look();
        assertThat(heap.watched).isEqualTo(heap.live + heap.live / 2);
    }

    @Test
    void waitsFiftyTimesAsLongAsACollectionTook() {
        heap.used += HeapTrimming.GROWTH + 1;
        trimming.look();
        heap.used += HeapTrimming.GROWTH + 1;
        time.addAndGet(HeapTrimming.PAUSE * DURATION - 1);
        assertThat(trimming.look()).isEqualTo(1);
        assertThat(heap.collections).isEqualTo(1);

        time.incrementAndGet();
        assertThat(trimming.look()).isZero();
        assertThat(heap.collections).isEqualTo(2);
    }

    @Test
    void waitsAQuarterOfThatWhereFourTimesAsMuchHasGrown() {
        heap.used += HeapTrimming.GROWTH + 1;
        trimming.look();
        heap.used += 4 * HeapTrimming.GROWTH;
        long pause = HeapTrimming.PAUSE * DURATION / 4;
        time.addAndGet(pause - 1);
        assertThat(trimming.look()).isEqualTo(1);
        time.incrementAndGet();
        assertThat(trimming.look()).isZero();
        assertThat(heap.collections).isEqualTo(2);
    }

    @Test
    void measuresFromWhatACollectionOfTheJvmLeft() {
        heap.used = LIVE / 2;
        trimming.look();
        heap.used += HeapTrimming.GROWTH + 1;
        trimming.look();
        assertThat(heap.collections).isEqualTo(1);
    }
}
