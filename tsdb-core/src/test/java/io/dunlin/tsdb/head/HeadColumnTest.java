package io.dunlin.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.Tsdb;
import io.dunlin.tsdb.TsdbOptions;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.LabelColumn;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesSet;
import io.dunlin.tsdb.storage.View;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns over enough series that some come from postings and some from label sets, in several tables. */
class HeadColumnTest {
    private static final long NOW = 1_767_225_600_000L;
    private static final int SERIES = 300;

    @TempDir
    private Path directory;

    private static Labels labels(int cohort, int i) {
        Labels.Builder builder = Labels.builder()
                .set("__name__", "x")
                .set("id", cohort + "-" + i)
                .set("tenant", "t" + i % 3)
                .set("cohort", "c" + cohort);
        return i % 2 == 0 ? builder.build() : builder.set("zone", "z" + i % 5).build();
    }

    private static void write(Tsdb database, int cohort) {
        try (Appender appender = database.appender()) {
            for (int i = 0; i < SERIES; i++) {
                appender.append(appender.series(labels(cohort, i)), NOW + cohort * 600_000L, i);
            }
            appender.commit();
        }
    }

    private static void check(SeriesSet set) {
        for (String name : List.of("tenant", "zone", "id", "cohort", "__name__", "nothing")) {
            LabelColumn column = set.column(name);
            for (int i = 0; i < set.size(); i++) {
                int id = column.ids()[i];
                assertThat(id).isBetween(0, column.bound() - 1);
                assertThat(column.value(id)).isEqualTo(set.labels(i).get(name));
                assertThat(id == LabelColumn.ABSENT).isEqualTo(!set.labels(i).has(name));
            }
        }
    }

    @Test
    void shouldSayWhatTheLabelsSay() throws Exception {
        try (Tsdb database = Tsdb.open(directory, TsdbOptions.DEFAULT)) {
            write(database, 0);
            write(database, 1);
            write(database, 2);
            try (View view = database.view()) {
                // Written later: the postings know them, the view does not.
                write(database, 3);
                SeriesSet all = view.querier(NOW, NOW + 3_600_000).select(SelectHints.NONE, List.of());
                assertThat(all.size()).isEqualTo(3 * SERIES);
                check(all);
                LabelMatcher one = LabelMatcher.equal("tenant", "t1");
                check(view.querier(NOW, NOW + 3_600_000).select(SelectHints.NONE, List.of(one)));
                check(view.querier(NOW, NOW + 3_600_000).select(SelectHints.SORTED, List.of()));
            }
        }
    }
}
