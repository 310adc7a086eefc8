package io.dunlin.compaction;

import io.dunlin.compaction.CompactionPlan.Group;
import io.dunlin.compaction.CompactionPlan.Reason;
import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.block.IndexSize;
import io.dunlin.tsdb.block.Ulid;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Says which blocks to merge next: a pure function from what blocks say of themselves to one group. The rules are
 * Prometheus's leveled compaction: overlapping blocks first, then the shortest range that is complete, then blocks of which
 * much is deleted. The newest block stays as it is for one block length, so that it can be backed up in peace.
 */
public final class CompactionPlanner {
    private static final double TOMBSTONE_SHARE = 0.05;

    private final CompactionPolicy policy;
    private final Map<Ulid, IndexSize> sizes;
    private final Predicate<Ulid> waiting;
    private final List<Group> tooLarge = new ArrayList<>();

    private CompactionPlanner(CompactionPolicy policy, List<Candidate> blocks, Predicate<Ulid> waiting) {
        this.policy = policy;
        this.sizes =
                blocks.stream().collect(Collectors.toMap(block -> block.meta().ulid(), Candidate::size));
        this.waiting = waiting;
    }

    /** A block with the size of its index. */
    public record Candidate(BlockMeta meta, IndexSize size) {}

    /**
     * Returns the next merge.
     *
     * @param blocks all open blocks in any order
     * @param waiting tells blocks of level 1 that must stay as they are, because another program has yet to copy them
     */
    public static CompactionPlan plan(List<Candidate> blocks, CompactionPolicy policy, Predicate<Ulid> waiting) {
        CompactionPlanner planner = new CompactionPlanner(policy, blocks, waiting);
        List<BlockMeta> sorted = blocks.stream()
                .map(Candidate::meta)
                .sorted(Comparator.comparingLong(BlockMeta::minTime)
                        .thenComparingLong(BlockMeta::maxTime)
                        .thenComparing(BlockMeta::ulid))
                .toList();
        Optional<Group> next = planner.overlap(sorted)
                .or(() -> planner.completeRange(butNewest(sorted)))
                .or(() -> planner.mostlyDeleted(butNewest(sorted)));
        return new CompactionPlan(next, List.copyOf(planner.tooLarge));
    }

    private static List<BlockMeta> butNewest(List<BlockMeta> sorted) {
        return sorted.subList(0, Math.max(0, sorted.size() - 1));
    }

    private Optional<Group> overlap(List<BlockMeta> sorted) {
        if (!policy.mergeOverlapping()) {
            return Optional.empty();
        }
        int first = 0;
        while (first < sorted.size()) {
            int end = first + 1;
            long maxTime = sorted.get(first).maxTime();
            while (end < sorted.size() && sorted.get(end).minTime() < maxTime) {
                maxTime = Math.max(maxTime, sorted.get(end).maxTime());
                end++;
            }
            Group group = new Group(sorted.subList(first, end), Reason.OVERLAP);
            if (end - first > 1 && isAllowed(group)) {
                return Optional.of(group);
            }
            first = end;
        }
        return Optional.empty();
    }

    private Optional<Group> completeRange(List<BlockMeta> sorted) {
        if (sorted.isEmpty()) {
            return Optional.empty();
        }
        long newestStart = sorted.get(sorted.size() - 1).minTime();
        for (long range : policy.ranges().subList(1, policy.ranges().size())) {
            for (Group group : splitByRange(sorted, range)) {
                boolean full = group.maxTime() - group.minTime() == range;
                boolean past = group.maxTime() <= newestStart;
                if (group.blocks().size() > 1 && (full || past) && isAllowed(group)) {
                    return Optional.of(group);
                }
            }
        }
        return Optional.empty();
    }

    /** Groups blocks that lie in the same aligned range; those that cross a border are in no group. */
    private static List<Group> splitByRange(List<BlockMeta> sorted, long range) {
        List<Group> groups = new ArrayList<>();
        int i = 0;
        while (i < sorted.size()) {
            long end = (Math.floorDiv(sorted.get(i).minTime(), range) + 1) * range;
            int first = i;
            while (i < sorted.size() && sorted.get(i).maxTime() <= end) {
                i++;
            }
            if (i > first) {
                groups.add(new Group(sorted.subList(first, i), Reason.RANGE));
            } else {
                i++;
            }
        }
        return groups;
    }

    /** Rewrites a long block once a twentieth of its series has tombstones, and any block that has them for all. */
    private Optional<Group> mostlyDeleted(List<BlockMeta> sorted) {
        long longEnough = policy.ranges().get(policy.ranges().size() / 2);
        for (int i = sorted.size() - 1; i >= 0; i--) {
            BlockMeta meta = sorted.get(i);
            long tombstones = meta.stats().tombstones();
            boolean isLong = meta.maxTime() - meta.minTime() >= longEnough;
            boolean much = (double) tombstones / (meta.stats().series() + 1) > TOMBSTONE_SHARE;
            boolean all = tombstones > 0 && tombstones >= meta.stats().series();
            Group group = new Group(List.of(meta), Reason.TOMBSTONES);
            if ((isLong && much || all) && isAllowed(group)) {
                return Optional.of(group);
            }
        }
        return Optional.empty();
    }

    private boolean isAllowed(Group group) {
        for (BlockMeta block : group.blocks()) {
            // Who copies blocks may leave merged ones out; those would wait for ever.
            boolean first = block.compaction().level() == 1;
            if (block.compaction().failed() || first && waiting.test(block.ulid())) {
                return false;
            }
        }
        if (group.reason() == Reason.TOMBSTONES) {
            return true;
        }
        IndexSize sum =
                group.blocks().stream().map(block -> sizes.get(block.ulid())).reduce(IndexSize.ZERO, IndexSize::plus);
        if (!sum.within(policy.limit())) {
            tooLarge.add(group);
            return false;
        }
        return true;
    }
}
