package io.dunlin.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.compaction.Retention.Candidate;
import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.block.BlockMeta.Compaction;
import io.dunlin.tsdb.block.BlockMeta.Stats;
import io.dunlin.tsdb.block.Ulid;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final List<Candidate> BLOCKS = List.of(block(1, 0, 10), block(2, 10, 20), block(3, 20, 30));

    @Test
    void keepsEverythingWithoutLimits() {
        check(RetentionPolicy.NONE, 1_000, "");
    }

    @Test
    void deletesBlocksThatEndTooLongBeforeTheNewest() {
        check(new RetentionPolicy(20, 0), 0, "1 TIME");
        check(new RetentionPolicy(21, 0), 0, "");
        check(new RetentionPolicy(10, 0), 0, "2 TIME 1 TIME");
        check(new RetentionPolicy(1, 0), 0, "2 TIME 1 TIME");
    }

    @Test
    void deletesTheOldestBeyondTheSize() {
        check(new RetentionPolicy(0, 300), 0, "");
        check(new RetentionPolicy(0, 299), 0, "1 SIZE");
        check(new RetentionPolicy(0, 300), 1, "1 SIZE");
        check(new RetentionPolicy(0, 99), 0, "3 SIZE 2 SIZE 1 SIZE");
        check(new RetentionPolicy(20, 150), 0, "2 SIZE 1 TIME");
    }

    private static void check(RetentionPolicy policy, long headBytes, String want) {
        StringBuilder got = new StringBuilder();
        Retention.beyond(BLOCKS, policy, headBytes)
                .forEach((ulid, reason) ->
                        got.append(ulid.low()).append(' ').append(reason).append(' '));
        assertThat(got.toString().strip()).isEqualTo(want);
    }

    private static Candidate block(long number, long minTime, long maxTime) {
        Ulid ulid = new Ulid(0, number);
        return new Candidate(new BlockMeta(ulid, minTime, maxTime, Stats.EMPTY, Compaction.first(ulid)), 100);
    }
}
