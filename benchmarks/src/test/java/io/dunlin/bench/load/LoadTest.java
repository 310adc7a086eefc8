package io.dunlin.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xerial.snappy.Snappy;

class LoadTest {
    @TempDir
    private Path directory;

    static Stream<LoadSet> loads() {
        return Stream.of(
                new GpuLoad(1, 2),
                new LlmLoad(1, 3),
                new RequestLoad(1, 1_000),
                new BucketLoad(1, 40),
                new GaugeLoad(1, 20),
                new JoinedLoad(List.of(new GpuLoad(7, 1), new LlmLoad(7, 1))));
    }

    @ParameterizedTest
    @MethodSource("loads")
    void shouldGiveEverySeriesLabelsOfItsOwnInNameOrder(LoadSet load) {
        Set<List<String>> seen = new HashSet<>();
        for (int i = 0; i < load.size(); i++) {
            List<String> labels = load.labels(i);
            assertThat(seen.add(labels)).as("series=%d labels=%s", i, labels).isTrue();
            for (int name = 2; name < labels.size(); name += 2) {
                assertThat(labels.get(name)).isGreaterThan(labels.get(name - 2));
            }
            assertThat(labels).contains("__name__").doesNotContain("");
        }
    }

    @ParameterizedTest
    @MethodSource("loads")
    void shouldNeverLetACounterFall(LoadSet load) {
        for (int i = 0; i < load.size(); i++) {
            String name = load.labels(i).get(load.labels(i).indexOf("__name__") + 1);
            if (name.endsWith("_total") || name.endsWith("_bucket") || name.endsWith("_CONSUMPTION")) {
                for (long step = 1; step < 50; step++) {
                    assertThat(load.value(i, step)).as(name).isGreaterThanOrEqualTo(load.value(i, step - 1));
                }
            }
        }
    }

    @Test
    void shouldHaveAsManyBucketsAsTheBudgetsSay() {
        BucketLoad load = new BucketLoad(1, 3_072);

        assertThat(load.size()).isEqualTo(92_160);
        assertThat(IntStream.range(0, load.size())
                        .filter(series -> load.labels(series).contains("chat"))
                        .count())
                .isEqualTo(60_000);
    }

    @Test
    void shouldMoveHalfOfTheBuckets() {
        LlmLoad load = new LlmLoad(1, 1);
        int buckets = 0;
        int moving = 0;
        for (int i = 0; i < load.size(); i++) {
            if (load.labels(i).contains("le")) {
                buckets++;
                moving += load.value(i, 0) == load.value(i, 100) ? 0 : 1;
            }
        }

        assertThat(buckets).isEqualTo(600);
        assertThat(moving).isEqualTo(300);
    }

    @Test
    void shouldMakeTheSameLoadFromTheSameSeed() {
        assertThat(new RequestLoad(5, 10).labels(3)).isEqualTo(new RequestLoad(5, 10).labels(3));
        assertThat(new RequestLoad(5, 10).labels(3)).isNotEqualTo(new RequestLoad(6, 10).labels(3));
    }

    @Test
    void shouldReadBackEveryRequestOfAFile() throws IOException {
        Path file = directory.resolve("load");
        GpuLoad load = new GpuLoad(1, 8);
        LoadFile.write(file, load, 1_000, 15_000, 0, 3);

        int requests = 0;
        int samples = 0;
        try (LoadFile read = LoadFile.open(file)) {
            for (EncodedRequest request = read.next(0, 1); request != null; request = read.next(0, 1)) {
                requests++;
                samples += request.samples();
                assertThat(Snappy.uncompress(request.body())[0]).isEqualTo((byte) 0x0A);
            }
        }
        assertThat(requests).isEqualTo(6);
        assertThat(samples).isEqualTo(3 * load.size());
    }

    @Test
    void shouldGenerateWhatAFileWouldHave() throws IOException {
        Path file = directory.resolve("load");
        GpuLoad load = new GpuLoad(1, 20);
        LoadFile.write(file, load, 1_000, 15_000, 4, 7);
        RequestSource generated = new GeneratedLoad(load, 1_000, 15_000).steps(4, 7);

        for (int lane = 0; lane < 2; lane++) {
            List<String> read = bodies(LoadFile.source(file), lane);
            assertThat(read).hasSize(6);
            assertThat(bodies(generated, lane)).isEqualTo(read);
        }
    }

    private static List<String> bodies(RequestSource source, int lane) throws IOException {
        List<String> all = new ArrayList<>();
        try (RequestSource.Lane requests = source.open(lane, 2)) {
            for (EncodedRequest next = requests.next(); next != null; next = requests.next()) {
                all.add(next.samples() + " " + next.before() + " "
                        + HexFormat.of().formatHex(next.body()));
            }
        }
        return all;
    }

    @Test
    void shouldSelectExactlyOneSeries() {
        assertThat(Selectors.of(List.of("__name__", "up", "job", "a"))).isEqualTo("{__name__=\"up\",job=\"a\"}");
    }

    @Test
    void shouldPutOneShotSeriesBetweenTheStepsOfAStableLoad() throws IOException {
        GeneratedLoad stable = new GeneratedLoad(new GpuLoad(1, 7), 1_000_000, 15_000);
        RequestLoad oneShots = new RequestLoad(1, 3 * 3_000);
        ChurnLoad load = new ChurnLoad(stable, oneShots, 200, 15);

        assertThat(load.time(0)).isEqualTo(1_000_000 - 15_000);
        assertThat(load.time(2_999)).isEqualTo(1_000_000 - 5);
        assertThat(load.time(3_000)).isEqualTo(1_000_000);
        List<String> sent = new ArrayList<>(bodies(load.steps(0, 3), 0));
        sent.addAll(bodies(load.steps(0, 3), 1));
        assertThat(sent).hasSize(3 * (2 + 2)).doesNotHaveDuplicates();
        assertThat(sent.stream()
                        .mapToInt(body -> Integer.parseInt(body.split(" ")[0]))
                        .sum())
                .isEqualTo(3 * (stable.load().size() + 3_000));
    }
}
