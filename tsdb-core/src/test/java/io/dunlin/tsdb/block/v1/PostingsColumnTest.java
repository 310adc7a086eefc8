package io.dunlin.tsdb.block.v1;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.block.MemorySource;
import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.memory.NoMemoryLeak;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.LabelColumn;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A label of many series is the same whether it is read from postings or from the series' entries. */
@ExtendWith(NoMemoryLeak.class)
class PostingsColumnTest {
    private static final Ulid ULID = Ulid.parse("01ARYZ6S41TSV4RRFFQ69G5FAV");
    private static final int SERIES = 2_000;

    @TempDir
    private Path directory;

    private BlockReader block() throws IOException {
        MemorySource source = new MemorySource();
        for (int i = 0; i < SERIES; i++) {
            Labels.Builder labels = Labels.builder().set("__name__", "x").set("id", Integer.toString(i));
            if (i % 3 != 0) {
                labels.set("tenant", "tenant-" + i % 7);
            }
            labels.set("part", i % 10 == 0 ? "few" : "most");
            source.add(labels.build(), i, i);
        }
        TestBlocks.write(directory, source, ULID, 0, SERIES);
        return TestBlocks.open(directory.resolve(ULID.toString()));
    }

    private static void check(BlockReader block, String label, boolean pays, LabelMatcher... matchers) {
        SeriesSet set = block.querier(0, SERIES).select(SelectHints.NONE, List.of(matchers));
        LabelColumn column = set.column(label);
        assertThat(set.size()).isPositive();
        for (int i = 0; i < set.size(); i++) {
            assertThat(column.value(column.ids()[i])).isEqualTo(set.labels(i).get(label));
            assertThat(column.ids()[i]).isBetween(0, column.bound() - 1);
        }
        int[] ids = PostingsResolver.resolve(block.index(), List.of(matchers));
        int name = block.index().postingsTable().find(label);
        assertThat(PostingsColumn.pays(block.index(), name, ids)).isEqualTo(pays);
    }

    @Test
    void readsEveryValueOfManySeries() throws IOException {
        try (BlockReader block = block()) {
            check(block, "tenant", true);
            check(block, "tenant", true, LabelMatcher.equal("part", "most"));
            check(block, "__name__", true);
        }
    }

    @Test
    void readsEntriesWhereValuesAreManyOrSeriesFew() throws IOException {
        try (BlockReader block = block()) {
            check(block, "id", false);
            check(block, "tenant", false, LabelMatcher.equal("part", "few"));
        }
    }

    @Test
    void knowsThePlaceOfEveryId() {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            // Ids around 2^31 are as large as any: they are unsigned.
            int[] ids = random.ints(1 + random.nextInt(300), 0, 5_000)
                    .distinct()
                    .sorted()
                    .toArray();
            int base = random.nextBoolean() ? Integer.MAX_VALUE - 2_500 : random.nextInt(1_000);
            for (int i = 0; i < ids.length; i++) {
                ids[i] += base;
            }
            IdRanks ranks = new IdRanks(ids);
            int place = 0;
            for (int number = 0; number < 5_100; number++) {
                boolean there = place < ids.length && ids[place] == base + number;
                assertThat(ranks.rank(base + number)).isEqualTo(there ? place : IdRanks.ABSENT);
                place += there ? 1 : 0;
            }
            assertThat(ranks.rank(base - 1)).isEqualTo(IdRanks.ABSENT);
        }
    }
}
