package io.dunlin.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dunlin.tsdb.memory.NoMemoryLeak;
import io.dunlin.tsdb.model.Exemplar;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.MetricMetadata;
import io.dunlin.tsdb.model.StaleMarker;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesSet;
import io.dunlin.tsdb.storage.StorageException;
import io.dunlin.tsdb.storage.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoMemoryLeak.class)
class TsdbTest {
    private static final long NOW = System.currentTimeMillis();

    @TempDir
    private Path directory;

    static void write(Tsdb tsdb, Labels labels, long time, double value) {
        try (Appender appender = tsdb.appender()) {
            appender.append(appender.series(labels), time, value);
            appender.commit();
        }
    }

    static Map<Labels, Map<Long, Double>> read(Tsdb tsdb, LabelMatcher... matchers) {
        Map<Labels, Map<Long, Double>> found = new TreeMap<>();
        try (View view = tsdb.view()) {
            SeriesSet set = view.querier(Long.MIN_VALUE, Long.MAX_VALUE).select(SelectHints.SORTED, List.of(matchers));
            SampleBuffer samples = new SampleBuffer();
            for (int i = 0; i < set.size(); i++) {
                samples.clear();
                set.reader().read(i, samples);
                Map<Long, Double> byTime = new TreeMap<>();
                for (int k = 0; k < samples.size(); k++) {
                    assertThat(byTime.put(samples.times()[k], samples.values()[k]))
                            .isNull();
                }
                found.put(set.labels(i), byTime);
            }
        }
        return found;
    }

    @Test
    void shouldKeepTheOrderOfFloatsAndHistogramsOfOneRequest() throws IOException {
        Labels mixed = Labels.of("__name__", "mixed");
        FloatHistogram histogram = new FloatHistogram(
                0,
                FloatHistogram.CounterResetHint.UNKNOWN,
                0,
                0,
                3,
                2,
                new int[] {0, 1},
                new double[] {3},
                new int[0],
                new double[0],
                new double[0]);
        try (Tsdb tsdb = Tsdb.open(directory, TsdbOptions.DEFAULT)) {
            try (Appender appender = tsdb.appender()) {
                long series = appender.series(mixed);
                for (int i = 0; i < 6; i++) {
                    if (i % 3 == 1) {
                        appender.append(series, 0, NOW + i, histogram, false);
                    } else {
                        appender.append(series, NOW + i, i);
                    }
                }
                appender.commit();
            }
            assertThat(kinds(tsdb)).containsExactly(false, true, false, false, true, false);
        }
        try (Tsdb tsdb = Tsdb.open(directory, TsdbOptions.DEFAULT)) {
            assertThat(kinds(tsdb)).containsExactly(false, true, false, false, true, false);
        }
    }

    /** Returns, sample by sample of the only series, whether it is a histogram. */
    private static List<Boolean> kinds(Tsdb tsdb) {
        try (View view = tsdb.view()) {
            SeriesSet set = view.querier(Long.MIN_VALUE, Long.MAX_VALUE).select(SelectHints.SORTED, List.of());
            SampleBuffer samples = new SampleBuffer();
            set.reader().read(0, samples);
            return Arrays.stream(samples.histograms())
                    .limit(samples.size())
                    .map(h -> h != null)
                    .toList();
        }
    }

    @Test
    void shouldReadAfterAReopenWhatWasAcknowledgedBefore() throws IOException {
        Labels up = Labels.of("__name__", "up", "job", "node");
        Labels down = Labels.of("__name__", "down");
        MetricMetadata metadata = new MetricMetadata("up", "gauge", "Is it up?", "");
        Exemplar exemplar = new Exemplar(Labels.of("trace_id", "abc"), 1.5, NOW);
        try (Tsdb tsdb = Tsdb.open(directory, TsdbOptions.DEFAULT)) {
            for (int i = 0; i < 300; i++) {
                write(tsdb, up, NOW + i, i);
            }
            write(tsdb, down, NOW, 7);
            try (Appender appender = tsdb.appender()) {
                appender.append(appender.series(up), exemplar);
                appender.metadata(metadata);
                appender.commit();
            }
        }
        try (Tsdb tsdb = Tsdb.open(directory, TsdbOptions.DEFAULT)) {
            assertThat(read(tsdb)).hasSize(2).containsEntry(down, Map.of(NOW, 7.0));
            assertThat(read(tsdb).get(up)).hasSize(300).containsEntry(NOW + 299, 299.0);
            assertThat(tsdb.metadata()).containsExactly(metadata);
            try (View view = tsdb.view()) {
                assertThat(view.querier(0, NOW).exemplars(List.of(LabelMatcher.equal("job", "node"))))
                        .isEqualTo(Map.of(up, List.of(exemplar)));
            }
            write(tsdb, up, NOW + 300, 300);
        }
        try (Tsdb tsdb = Tsdb.open(directory, TsdbOptions.DEFAULT)) {
            assertThat(read(tsdb).get(up)).hasSize(301);
        }
    }

    private static FloatHistogram histogram(int scale, int buckets) {
        double[] counts = new double[buckets];
        Arrays.fill(counts, scale);
        return new FloatHistogram(
                3,
                FloatHistogram.CounterResetHint.UNKNOWN,
                1e-10,
                scale,
                scale * (buckets + 1.0),
                0.5 * scale,
                new int[] {0, buckets},
                counts,
                new int[0],
                new double[0],
                new double[0]);
    }

    @Test
    void shouldKeepHistogramsOfAllSizesAndKinds() throws IOException {
        Labels labels = Labels.of("__name__", "h");
        try (Tsdb tsdb = Tsdb.open(directory, TsdbOptions.DEFAULT)) {
            for (int i = 1; i <= 300; i++) {
                try (Appender appender = tsdb.appender()) {
                    long series = appender.series(labels);
                    appender.append(series, 0, NOW + i, histogram(i, i < 200 ? 20 : 200 + i), i < 100);
                    appender.commit();
                }
            }
            write(tsdb, labels, NOW + 301, StaleMarker.VALUE);
            assertHistograms(tsdb, labels);
            try (Appender appender = tsdb.appender()) {
                long series = appender.series(labels);
                assertThatThrownBy(() -> appender.append(series, 0, NOW + 300, histogram(1, 20), true))
                        .hasMessageContaining("out of order");
            }
        }
        try (Tsdb tsdb = Tsdb.open(directory, TsdbOptions.DEFAULT)) {
            assertHistograms(tsdb, labels);
        }
    }

    @Test
    void shouldKeepHistogramsOutOfOrderAndForgetTheirResets() throws IOException {
        Labels labels = Labels.of("__name__", "h");
        TsdbOptions options = TsdbOptions.DEFAULT.withOutOfOrderWindow(Duration.ofHours(1));
        try (Tsdb tsdb = Tsdb.open(directory, options)) {
            for (int i : new int[] {2, 4, 6, 8, 7, 3, 1, 5}) {
                try (Appender appender = tsdb.appender()) {
                    appender.append(appender.series(labels), 0, NOW + i, histogram(i, 3), true);
                    appender.commit();
                }
            }
            assertThat(tsdb.headStats().outOfOrderHistograms()).isEqualTo(4);
            assertCounts(tsdb, labels);
        }
        try (Tsdb tsdb = Tsdb.open(directory, options)) {
            assertCounts(tsdb, labels);
        }
    }

    private static void assertCounts(Tsdb tsdb, Labels labels) {
        try (View view = tsdb.view()) {
            SeriesSet set = view.querier(0, Long.MAX_VALUE).select(SelectHints.SORTED, List.of());
            SampleBuffer samples = new SampleBuffer();
            set.reader().read(0, samples);
            assertThat(set.labels(0).equals(labels)).isTrue();
            assertThat(samples.size()).isEqualTo(8);
            for (int i = 0; i < 8; i++) {
                assertThat(samples.times()[i]).isEqualTo(NOW + i + 1);
                assertThat(samples.histograms()[i].count()).isEqualTo(4.0 * (i + 1));
                assertThat(samples.histograms()[i].counterResetHint())
                        .isEqualTo(FloatHistogram.CounterResetHint.UNKNOWN);
            }
        }
    }

    private static void assertHistograms(Tsdb tsdb, Labels labels) {
        try (View view = tsdb.view()) {
            SeriesSet set = view.querier(0, Long.MAX_VALUE)
                    .select(SelectHints.NONE, List.of(LabelMatcher.equal("__name__", "h")));
            assertThat(set.labels(0).equals(labels)).isTrue();
            SampleBuffer samples = new SampleBuffer();
            set.reader().read(0, samples);
            assertThat(samples.size()).isEqualTo(301);
            for (int i = 1; i <= 300; i++) {
                FloatHistogram found = samples.histograms()[i - 1];
                assertThat(samples.times()[i - 1]).isEqualTo(NOW + i);
                assertThat(found.count()).isEqualTo(i * ((i < 200 ? 20 : 200 + i) + 1.0));
                assertThat(found.sum()).isEqualTo(0.5 * i);
            }
            assertThat(samples.histograms()[300].isStale()).isTrue();
        }
    }

    @Test
    void shouldNotOpenADirectoryTwice() throws IOException {
        try (Tsdb tsdb = Tsdb.open(directory, TsdbOptions.DEFAULT)) {
            assertThat(tsdb.metadata()).isEmpty();
            assertThatThrownBy(() -> Tsdb.open(directory, TsdbOptions.DEFAULT)).hasMessageContaining("this process");
        }
        Tsdb.open(directory, TsdbOptions.DEFAULT).close();
    }

    @Test
    void shouldRefuseTheDirectoryOfAPrometheusAndChangeNothing() throws IOException {
        Files.createDirectories(directory.resolve("wal"));
        Files.writeString(directory.resolve("wal").resolve("00000000"), "records");

        assertThatThrownBy(() -> Tsdb.open(directory, TsdbOptions.DEFAULT))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("belongs to a Prometheus")
                .hasMessageContaining(directory.toString());
        assertThat(directory.resolve("log")).doesNotExist();
        assertThat(directory.resolve("dunlin-format")).doesNotExist();
    }

    @Test
    void shouldNameTheVersionsWhereAnotherFormatIsFound() throws IOException {
        Tsdb.open(directory, TsdbOptions.DEFAULT).close();
        Files.writeString(directory.resolve("dunlin-format"), "7\n");

        assertThatThrownBy(() -> Tsdb.open(directory, TsdbOptions.DEFAULT))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("found=7")
                .hasMessageContaining("expected=1");
    }

    /** The retention by size counts them: what is only reserved must not cost blocks, and what is there must count. */
    @Test
    void shouldTellTheBytesThatTheFilesOfTheHeadTake() throws IOException {
        try (Tsdb tsdb = Tsdb.open(directory, TsdbOptions.DEFAULT)) {
            write(tsdb, Labels.of("__name__", "m"), System.currentTimeMillis(), 1);
            long log = Files.size(directory.resolve("log/0000000001.log"));
            assertThat(tsdb.headBytes()).isEqualTo(log).isBetween(1L, 10_000L);
            for (String part : List.of("checkpoint", "head-chunks", "runs/01ARZ3NDEKTSV4RRFFQ69G5FAV/chunks")) {
                Files.write(Files.createDirectories(directory.resolve(part)).resolve("other"), new byte[1_000]);
            }
            assertThat(tsdb.headBytes()).isEqualTo(log + 3_000);
        }
    }

    @Test
    void shouldKeepAnEmptyWalForThanos() throws IOException {
        Tsdb.open(directory, TsdbOptions.DEFAULT).close();

        assertThat(directory.resolve("wal")).isEmptyDirectory();
    }
}
