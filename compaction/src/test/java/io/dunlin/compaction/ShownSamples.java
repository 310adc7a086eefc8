package io.dunlin.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.Tsdb;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesSet;
import io.dunlin.tsdb.storage.View;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads all floats that a database shows. */
final class ShownSamples {
    private ShownSamples() {}

    /** Checks one sample. */
    @FunctionalInterface
    interface Check {
        void sample(String name, long time, double value);
    }

    /** Returns the times by the name of the series, none of which may show one twice. */
    static Map<String, NavigableSet<Long>> read(Tsdb tsdb, Check check) {
        Map<String, NavigableSet<Long>> found = new TreeMap<>();
        try (View view = tsdb.view()) {
            SeriesSet set = view.querier(0, Long.MAX_VALUE).select(SelectHints.SORTED, List.of());
            SampleBuffer samples = new SampleBuffer();
            for (int i = 0; i < set.size(); i++) {
                samples.clear();
                set.reader().read(i, samples);
                String name = set.labels(i).get("__name__");
                for (int k = 0; k < samples.size(); k++) {
                    long time = samples.times()[k];
                    check.sample(name, time, samples.values()[k]);
                    assertThat(found.computeIfAbsent(name, any -> new TreeSet<>())
                                    .add(time))
                            .as("once: %s@%d", name, time)
                            .isTrue();
                }
            }
        }
        return found;
    }
}
