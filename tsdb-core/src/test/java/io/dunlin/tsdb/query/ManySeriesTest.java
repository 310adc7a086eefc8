package io.dunlin.tsdb.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.LabelColumn;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesReader;
import io.dunlin.tsdb.storage.SeriesSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** So many series that their sets are hashed on all processors are matched as few are. */
class ManySeriesTest {
    /** Series numbered {@code [first, end)}; each has one sample, at the number of its set. */
    private record Numbered(int set, int first, int end) implements SeriesSet {
        @Override
        public int size() {
            return end - first;
        }

        @Override
        public Labels labels(int series) {
            return Labels.of("__name__", "x", "i", Integer.toString(first + series), "tenant", tenant(first + series));
        }

        private static String tenant(int number) {
            return "t" + number % 5;
        }

        @Override
        public LabelColumn column(String labelName) {
            int[] ids = new int[size()];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = 1 + (first + i) % 5;
            }
            return new LabelColumn(ids, 6, id -> tenant(id - 1));
        }

        @Override
        public SeriesReader reader() {
            return (series, into) -> into.add(set, first + series);
        }
    }

    @Test
    void matchesSeriesOfSetsThatOverlap() {
        int each = SeriesMatches.MIN_PARALLEL;
        SeriesSet merged = MergedSeriesSet.of(
                List.of(
                        new Numbered(0, 0, each),
                        new Numbered(1, each - 100, 2 * each),
                        new Numbered(2, 2 * each - 50, 2 * each + 50)),
                SelectHints.NONE);

        assertThat(merged.size()).isEqualTo(2 * each + 50);
        LabelColumn tenants = merged.column("tenant");
        SeriesReader reader = merged.reader();
        SampleBuffer samples = new SampleBuffer();
        for (int i = 0; i < merged.size(); i++) {
            samples.clear();
            reader.read(i, samples);
            boolean inTwo = i >= each - 100 && i < each || i >= 2 * each - 50 && i < 2 * each;
            assertThat(samples.size()).as("series=%d", i).isEqualTo(inTwo ? 2 : 1);
            assertThat(samples.values()[0]).isEqualTo(i);
            assertThat(tenants.value(tenants.ids()[i])).isEqualTo("t" + i % 5);
        }
        assertThat(merged.labels(each).get("i")).isEqualTo(Integer.toString(each));
    }
}
