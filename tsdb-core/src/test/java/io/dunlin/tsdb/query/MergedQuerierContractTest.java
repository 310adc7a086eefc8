package io.dunlin.tsdb.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.head.Head;
import io.dunlin.tsdb.head.HeadOptions;
import io.dunlin.tsdb.memory.NoMemoryLeak;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.Querier;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.View;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two heads that share series and samples: the first has the older part of each series, the second the newer. */
@ExtendWith(NoMemoryLeak.class)
class MergedQuerierContractTest extends QuerierContractTest {
    private static final long MIDDLE = START + 100_000;

    /** A head with some samples. */
    static Head head(Map<Labels, ? extends Map<Long, Double>> samples) {
        Head head = Head.withoutLog(
                OffHeap.poisoning(1L << 30),
                HeadOptions.of(86_400_000)
                        .withClock(
                                InstantSource.fixed(Instant.ofEpochMilli(START).plusSeconds(10_000))));
        try (Appender appender = head.appender()) {
            samples.forEach((labels, series) -> {
                if (!series.isEmpty()) {
                    long reference = appender.series(labels);
                    series.forEach((time, value) -> appender.append(reference, time, value));
                }
            });
            appender.commit();
        }
        return head;
    }

    @Override
    protected Subject subject(Map<Labels, ? extends Map<Long, Double>> samples) {
        Map<Labels, Map<Long, Double>> older = new TreeMap<>();
        Map<Labels, Map<Long, Double>> newer = new TreeMap<>();
        int i = 0;
        for (Map.Entry<Labels, ? extends Map<Long, Double>> series : samples.entrySet()) {
            TreeMap<Long, Double> all = new TreeMap<>(series.getValue());
            // Every fourth series is only here, every fourth only there; the others overlap by ten seconds.
            older.put(
                    series.getKey(),
                    i % 4 == 0 ? Map.of() : new TreeMap<>(i % 4 == 1 ? all : all.headMap(MIDDLE + 10_000)));
            newer.put(series.getKey(), i % 4 == 0 ? all : i % 4 == 1 ? Map.of() : new TreeMap<>(all.tailMap(MIDDLE)));
            i++;
        }
        Head first = head(older);
        Head second = head(newer);
        View left = new MergedView(first.view(), List.of());
        View right = new MergedView(second.view(), List.of());
        return new Subject() {
            @Override
            public Querier querier(long minTime, long maxTime) {
                return new MergedQuerier(List.of(left.querier(minTime, maxTime), right.querier(minTime, maxTime)));
            }

            @Override
            public void close() {
                left.close();
                right.close();
                first.close();
                second.close();
            }
        };
    }

    @Test
    void shouldKeepTheFirstOfTwoSamplesWithEqualTimes() throws IOException {
        Labels up = Labels.of("__name__", "up");
        try (Head first = head(Map.of(up, new TreeMap<>(Map.of(START, 1.0, START + 2, 1.0))));
                Head second = head(Map.of(up, new TreeMap<>(Map.of(START + 1, 2.0, START + 2, 2.0, START + 3, 2.0))));
                View left = new MergedView(first.view(), List.of());
                View right = new MergedView(second.view(), List.of())) {
            Querier merged =
                    new MergedQuerier(List.of(left.querier(0, Long.MAX_VALUE), right.querier(0, Long.MAX_VALUE)));
            SampleBuffer samples = new SampleBuffer();
            merged.select(SelectHints.NONE, List.of()).reader().read(0, samples);
            assertThat(samples.size()).isEqualTo(4);
            assertThat(samples.values()).startsWith(1, 2, 1, 2);
        }
    }
}
