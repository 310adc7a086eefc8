package io.dunlin.http.endpoint;

import io.dunlin.tsdb.model.HeadStatistics;
import io.dunlin.tsdb.model.HeadStatistics.Count;
import java.util.List;

/** Says always the same of itself. */
final class FixedDatabase implements DatabaseStatus {
    @Override
    public HeadStatistics headStatistics(int limit) {
        List<Count> metrics = List.of(new Count("a", 2), new Count("b", 1));
        return new HeadStatistics(
                3,
                4,
                5,
                1000,
                2000,
                metrics.subList(0, Math.min(limit, 2)),
                List.of(new Count("job", 1)),
                List.of(new Count("job", 18)),
                List.of(new Count("job=x", 3)));
    }

    @Override
    public ReplayStatus replay() {
        return new ReplayStatus(2, 5, 3);
    }

    @Override
    public List<BlockInfo> blocks() {
        BlockOrigin merged = new BlockOrigin(
                2,
                List.of("01B", "01C"),
                true,
                List.of(new BlockRange("01B", 0, 1), new BlockRange("01C", 1, 7_200_000)),
                true,
                List.of("from-out-of-order"));
        BlockOrigin cut = new BlockOrigin(1, List.of("01D"), false, List.of(), false, List.of());
        return List.of(
                new BlockInfo("01A", 0, 7_200_000, new BlockCounts(30, 20, 10, 3, 4, 1), merged),
                new BlockInfo("01D", 7_200_000, 7_200_001, new BlockCounts(1, 1, 0, 1, 1, 0), cut));
    }
}
