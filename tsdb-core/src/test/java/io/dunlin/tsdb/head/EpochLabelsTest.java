package io.dunlin.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.block.SeriesCursor;
import io.dunlin.tsdb.block.SeriesSource;
import io.dunlin.tsdb.block.SymbolCursor;
import io.dunlin.tsdb.memory.NoMemoryLeak;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Appender;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoMemoryLeak.class)
class EpochLabelsTest {
    private static final long EPOCH = 1_000;
    private static final long START = 1_700_000_000_000L;
    private static final int SERIES = 100;
    private static final int REQUESTS = 400;

    private final HeadOptions options = HeadOptions.of(EPOCH)
            .withClock(InstantSource.fixed(Instant.ofEpochMilli(START + 10 * EPOCH)))
            .withAges(CohortAges.ofMillis(EPOCH, 100 * EPOCH, EPOCH));

    /** The oldest cohort is of the epoch, the newest grows while the epoch is made ready for a block. */
    @Test
    void anEpochHasTheLabelsThatWereWrittenWhileRequestsBringNewSeries() throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (Head head = Head.withoutLog(OffHeap.poisoning(1L << 30), options)) {
            write(head, "old", START);
            write(head, "new", START + 2 * EPOCH);
            int epoch = head.dueEpoch().orElseThrow();
            Future<?> writer = threads.submit(() -> IntStream.range(0, REQUESTS)
                    .forEach(request -> write(head, "new" + request + "-", START + 2 * EPOCH)));
            try {
                while (!writer.isDone()) {
                    try (SeriesSource source = head.freeze(epoch)) {
                        assertThat(ids(source))
                                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, SERIES)
                                        .mapToObj(i -> "old" + i)
                                        .toList());
                    }
                }
            } finally {
                writer.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    private static void write(Head head, String prefix, long time) {
        try (Appender appender = head.appender()) {
            for (int i = 0; i < SERIES; i++) {
                appender.append(appender.series(Labels.of("__name__", "once", "id", prefix + i)), time, i);
            }
            appender.commit();
        }
    }

    private static List<String> ids(SeriesSource source) {
        List<String> strings = new ArrayList<>();
        try (SymbolCursor symbols = source.symbols()) {
            while (symbols.next()) {
                strings.add(new String(symbols.bytes(), 0, symbols.length(), StandardCharsets.UTF_8));
            }
        }
        List<String> ids = new ArrayList<>();
        try (SeriesCursor series = source.series()) {
            while (series.next()) {
                assertThat(strings.get(series.nameSymbol(1))).isEqualTo("id");
                ids.add(strings.get(series.valueSymbol(1)));
            }
        }
        return ids;
    }
}
