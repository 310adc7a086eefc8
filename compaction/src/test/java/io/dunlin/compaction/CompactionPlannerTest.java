package io.dunlin.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dunlin.compaction.CompactionPlanner.Candidate;
import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.block.BlockMeta.Compaction;
import io.dunlin.tsdb.block.BlockMeta.Stats;
import io.dunlin.tsdb.block.IndexSize;
import io.dunlin.tsdb.block.Ulid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CompactionPlannerTest {
    private static final CompactionPolicy POLICY = CompactionPolicy.between(20, 500);
    private static final IndexSize SMALL = new IndexSize(10, 10, 10);

    @Test
    void makesRangesThreeTimesAsLongUpToTheLongest() {
        assertThat(POLICY.ranges()).containsExactly(20L, 60L, 180L);
        assertThat(CompactionPolicy.between(20, 540).ranges()).containsExactly(20L, 60L, 180L, 540L);
        assertThat(CompactionPolicy.between(20, 20).ranges()).containsExactly(20L);
        assertThat(CompactionPolicy.between(20, 20).mergeOverlapping()).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> CompactionPolicy.between(20, 19));
    }

    @Test
    void leavesTheNewestBlockAlone() {
        check(blocks("0-20"), "");
        check(blocks("0-20", "20-40"), "");
        check(blocks("0-20", "20-40", "40-60"), "");
        check(blocks("0-20", "20-40", "40-60", "60-80"), "RANGE 0-20 20-40 40-60");
    }

    @Test
    void waitsUntilARangeIsFullOrPast() {
        check(blocks("0-20", "20-40", "60-80", "80-100"), "RANGE 0-20 20-40");
        check(blocks("20-40", "60-80", "80-100"), "");
        check(blocks("0-60", "60-120", "120-180", "180-200"), "RANGE 0-60 60-120 120-180");
        check(blocks("0-60", "60-120", "180-200", "200-220"), "RANGE 0-60 60-120");
    }

    @Test
    void prefersTheShortestRange() {
        check(blocks("0-20", "20-40", "40-60", "60-120", "120-180", "180-200"), "RANGE 0-20 20-40 40-60");
    }

    @Test
    void leavesBlocksThatCrossABorder() {
        check(blocks("10-30", "30-50", "50-70", "70-90", "90-110"), "RANGE 10-30 30-50");
        check(blocks("0-20", "0-200", "200-220"), "OVERLAP 0-20 0-200");
    }

    @Test
    void worksBeforeTheEpoch() {
        check(blocks("-60--40", "-40--20", "-20-0", "0-20"), "RANGE -60--40 -40--20 -20-0");
    }

    @Test
    void mergesOverlappingBlocksFirst() {
        check(blocks("0-20", "19-40", "40-60"), "OVERLAP 0-20 19-40");
        check(blocks("0-20", "20-60", "20-40", "40-70", "70-90"), "OVERLAP 20-40 20-60 40-70");
        check(blocks("0-100", "10-20", "30-40", "100-120"), "OVERLAP 0-100 10-20 30-40");
        List<Candidate> overlapping = blocks("0-20", "0-20");
        assertThat(print(CompactionPlanner.plan(overlapping, CompactionPolicy.between(20, 20), ulid -> false)))
                .isEmpty();
    }

    @Test
    void rewritesBlocksOfWhichMuchIsDeleted() {
        check(List.of(deleted(0, 60, 6, 100), block(60, 80, SMALL)), "TOMBSTONES 0-60");
        check(List.of(deleted(0, 60, 4, 100), block(60, 80, SMALL)), "");
        check(List.of(deleted(0, 20, 6, 100), block(60, 80, SMALL)), "");
        check(List.of(deleted(0, 20, 100, 100), block(60, 80, SMALL)), "TOMBSTONES 0-20");
    }

    @Test
    void leavesBlocksThatFailedOrWait() {
        List<Candidate> failed = new ArrayList<>(blocks("0-20", "40-60", "60-80"));
        BlockMeta meta = block(20, 40, SMALL).meta();
        failed.add(new Candidate(meta.with(meta.compaction().asFailed()), SMALL));
        check(failed, "");
        List<Candidate> fine = blocks("0-20", "20-40", "40-60", "60-80");
        Ulid waiting = fine.get(1).meta().ulid();
        assertThat(print(CompactionPlanner.plan(fine, POLICY, waiting::equals))).isEmpty();
    }

    @Test
    void mergesMergedBlocksThatNobodyCopies() {
        List<Candidate> merged = new ArrayList<>();
        for (Candidate block : blocks("0-60", "60-120", "120-180", "180-240")) {
            Compaction second = new Compaction(2, List.of(), false, List.of(), false, List.of());
            merged.add(new Candidate(block.meta().with(second), SMALL));
        }
        assertThat(print(CompactionPlanner.plan(merged, POLICY, any -> true)))
                .isEqualTo(print(CompactionPlanner.plan(merged, POLICY, any -> false)))
                .isNotEmpty();
    }

    @Test
    void neverPlansAnIndexOverTheLimit() {
        IndexSize large = new IndexSize(2L << 30, 1, 1);
        List<Candidate> blocks =
                List.of(block(0, 20, large), block(20, 40, large), block(40, 60, SMALL), block(60, 80, SMALL));
        CompactionPlan plan = CompactionPlanner.plan(blocks, POLICY, ulid -> false);
        assertThat(plan.next()).isEmpty();
        assertThat(plan.tooLarge()).hasSize(1);
        assertThat(plan.tooLarge().get(0).blocks()).hasSize(3);
    }

    @Property
    void doesNotDependOnTheOrderOfBlocksAndEnds(
            @ForAll @Size(max = 12) List<@IntRange(min = -30, max = 30) Integer> starts, @ForAll long seed) {
        List<Candidate> blocks = new ArrayList<>();
        starts.forEach(start -> blocks.add(block(20L * start, 20L * start + 20, SMALL)));
        int rounds = 0;
        CompactionPlan plan = CompactionPlanner.plan(blocks, POLICY, ulid -> false);
        while (plan.next().isPresent()) {
            Collections.shuffle(blocks, new Random(seed));
            assertThat(CompactionPlanner.plan(blocks, POLICY, ulid -> false)).isEqualTo(plan);
            CompactionPlan.Group group = plan.next().get();
            blocks.removeIf(block -> group.blocks().contains(block.meta()));
            blocks.add(block(group.minTime(), group.maxTime(), SMALL));
            assertThat(rounds++).isLessThan(100);
            plan = CompactionPlanner.plan(blocks, POLICY, ulid -> false);
        }
        assertThat(hasOverlap(blocks)).isFalse();
    }

    private static boolean hasOverlap(List<Candidate> blocks) {
        return blocks.stream()
                .anyMatch(a ->
                        blocks.stream().anyMatch(b -> !a.equals(b) && a.meta().overlaps(b.meta())));
    }

    private static void check(List<Candidate> blocks, String want) {
        assertThat(print(CompactionPlanner.plan(blocks, POLICY, ulid -> false))).isEqualTo(want);
    }

    private static String print(CompactionPlan plan) {
        return plan.next()
                .map(group -> {
                    StringBuilder out = new StringBuilder(group.reason().name());
                    group.blocks()
                            .forEach(meta -> out.append(' ')
                                    .append(meta.minTime())
                                    .append('-')
                                    .append(meta.maxTime()));
                    return out.toString();
                })
                .orElse("");
    }

    private static List<Candidate> blocks(String... ranges) {
        return Arrays.stream(ranges)
                .map(range -> {
                    int dash = range.indexOf('-', 1);
                    return block(
                            Long.parseLong(range.substring(0, dash)), Long.parseLong(range.substring(dash + 1)), SMALL);
                })
                .toList();
    }

    private static int made;

    private static Candidate block(long minTime, long maxTime, IndexSize size) {
        Ulid ulid = new Ulid(1, made++);
        return new Candidate(
                new BlockMeta(ulid, minTime, maxTime, new Stats(1, 1, 0, 100, 1, 0), Compaction.first(ulid)), size);
    }

    private static Candidate deleted(long minTime, long maxTime, long tombstones, long series) {
        BlockMeta meta = block(minTime, maxTime, SMALL).meta();
        return new Candidate(meta.with(new Stats(1, 1, 0, series, 1, tombstones)), SMALL);
    }
}
