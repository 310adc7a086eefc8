package io.dunlin.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.dunlin.tsdb.model.Exemplar;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.MetricMetadata;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.LabelParser;
import io.dunlin.tsdb.storage.Storage;
import io.dunlin.tsdb.storage.View;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/** In steady state a scrape of eight GPUs, a process on each, allocates nothing, on the reader's thread and its own. */
class GpuAllocationTest {
    private static final int WARM_UP = 4_000;
    private static final int SCRAPES = 8_000;

    /** Less than the smallest object a scrape: what the virtual machine itself may allocate while it compiles. */
    private static final long MOST_BYTES_A_SCRAPE = 8;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void shouldAllocateNothing() throws Exception {
        FakeNvmlLibrary library = FakeNvmlLibrary.get();
        library.reset(8);
        for (int gpu = 0; gpu < 8; gpu++) {
            library.process(gpu, 1, 1 << 20, -1, 5);
        }
        GpuOptions options = new GpuOptions(
                Duration.ofSeconds(1),
                library.path(),
                "node-1",
                Labels.empty(),
                GpuRows.standardAnd(List.of("all")),
                true,
                Path.of("no-such-kubelet.sock"));
        try (GpuScrapeLoop loop = new GpuScrapeLoop(new NoStorage(), options)) {
            long timestamp = scrape(loop, 0, WARM_UP);
            long[] threads = LongStream.concat(
                            LongStream.of(Thread.currentThread().getId()), readers())
                    .toArray();
            allocated(threads);
            long before = allocated(threads);
            scrape(loop, timestamp, SCRAPES);

            assertThat(loop.status().scrapes()).isEqualTo(WARM_UP + SCRAPES);
            assertThat((allocated(threads) - before) / SCRAPES).isLessThan(MOST_BYTES_A_SCRAPE);
        }
    }

    private static long scrape(GpuScrapeLoop loop, long from, int count) {
        long timestamp = from;
        for (int i = 0; i < count; i++) {
            timestamp += 1_000;
            loop.scrape(timestamp);
        }
        return timestamp;
    }

    private static LongStream readers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("dunlin-gpu-reader"))
                .mapToLong(Thread::getId);
    }

    private static long allocated(long[] threads) {
        long sum = 0;
        for (long bytes : THREADS.getThreadAllocatedBytes(threads)) {
            sum += Math.max(bytes, 0);
        }
        return sum;
    }

    /** Costs nothing and keeps nothing. */
    private static final class NoStorage implements Storage, Appender {
        @Override
        public Appender appender() {
            return this;
        }

        @Override
        public View view() {
            throw new AssertionError("the scraper reads nothing");
        }

        @Override
        public long series(Labels labels) {
            return 1;
        }

        @Override
        public void resolve(
                DirectBuffer source, int[] offsets, int[] lengths, int count, LabelParser parser, long[] references) {
            Arrays.fill(references, 0, count, 1);
        }

        @Override
        public void append(long series, long time, double value) {}

        @Override
        public void append(long series, long startTime, long time, double value) {}

        @Override
        public void append(long series, long startTime, long time, FloatHistogram histogram, boolean integer) {}

        @Override
        public void append(long series, Exemplar exemplar) {}

        @Override
        public void metadata(MetricMetadata metadata) {}

        @Override
        public void commit() {}

        @Override
        public void rollback() {}

        @Override
        public void close() {}
    }
}
