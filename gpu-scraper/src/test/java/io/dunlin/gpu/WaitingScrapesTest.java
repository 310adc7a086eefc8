package io.dunlin.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.gpu.nvml.NvmlReading;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.Storage;
import io.dunlin.tsdb.storage.View;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A disk that does not answer: scrapes go on, wait, and are all stored in their order. */
@Timeout(60)
class WaitingScrapesTest {
    private static final int MOST_WAITING = 256;

    private final SlowStorage storage = new SlowStorage();
    private FakeNvmlLibrary library;

    private GpuScrapeLoop loop() throws Exception {
        library = FakeNvmlLibrary.get();
        library.reset(1);
        GpuOptions options = new GpuOptions(
                Duration.ofMillis(100),
                library.path(),
                "node-1",
                Labels.empty(),
                GpuRows.standard(),
                true,
                Path.of("no-such-kubelet.sock"));
        return GpuScrapeLoop.storingBeside(storage, options);
    }

    @Test
    void shouldScrapeOnWhileTheDiskDoesNotAnswerAndStoreAllOfIt() throws Exception {
        try (GpuScrapeLoop loop = loop()) {
            for (long i = 1; i <= 100; i++) {
                library.set(0, NvmlReading.TEMPERATURE, i);
                loop.scrape(100 * i);
            }
            assertThat(loop.status().scrapes()).isZero();
            storage.answer();
        }

        assertThat(storage.times())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 100).mapToObj(i -> 100 * i).toList());
        assertThat(storage.temperatures())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 100).mapToObj(i -> (double) i).toList());
    }

    @Test
    void shouldCountTheScrapesThatFindNoRoom() throws Exception {
        try (GpuScrapeLoop loop = loop()) {
            for (long i = 1; i <= MOST_WAITING + 5; i++) {
                loop.scrape(100 * i);
            }
            assertThat(loop.status().failures()).isEqualTo(5);
            storage.answer();
        }

        assertThat(storage.times()).hasSize(MOST_WAITING);
    }

    /** Commits nothing until it is told to. */
    private static final class SlowStorage implements Storage {
        private final CountDownLatch answering = new CountDownLatch(1);
        private final List<RecordingAppender> appenders = new ArrayList<>();

        void answer() {
            answering.countDown();
        }

        List<Long> times() {
            return appenders.stream().map(appender -> appender.timestamp).toList();
        }

        List<Double> temperatures() {
            return appenders.stream()
                    .map(appender -> appender.value("DCGM_FI_DEV_GPU_TEMP", 0))
                    .toList();
        }

        @Override
        public Appender appender() {
            try {
                answering.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            appenders.add(new RecordingAppender());
            return appenders.get(appenders.size() - 1);
        }

        @Override
        public View view() {
            throw new AssertionError("the scraper reads nothing");
        }

        @Override
        public void close() {}
    }
}
