package io.dunlin.compaction;

import io.dunlin.compaction.CompactionPlan.Group;
import io.dunlin.tsdb.block.Block;
import io.dunlin.tsdb.block.BlockDirectory;
import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.block.BlockSet;
import io.dunlin.tsdb.block.Compactor;
import io.dunlin.tsdb.block.SeriesSource;
import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.storage.CorruptDataException;
import io.dunlin.tsdb.storage.StorageException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the blocks of a database in order: looks for blocks that have come or gone, merges what the planner says until
 * there is nothing to merge, and deletes what the retention does not keep. One round at a time, on the caller's thread;
 * {@link CompactionThread} calls it again and again.
 */
public final class CompactionLoop {
    private static final Logger LOG = LoggerFactory.getLogger(CompactionLoop.class);
    private static final double NANOS_PER_SECOND = 1e9;

    private final BlockDirectory blocks;
    private final Compactor compactor;
    private final Compactor.Workplace workplace;
    private final Rules rules;
    private final CompactionListener listener;

    /** Groups that were refused for their size, so that each is logged once. */
    private final Set<List<Ulid>> reportedTooLarge = new HashSet<>();

    private volatile boolean cancelled;

    /**
     * What to do with blocks.
     *
     * @param headBytes gives the bytes on disk that are no block and count towards the retention's size
     * @param waiting tells blocks of level 1 that must stay as they are, because another program has yet to copy them
     */
    public record Rules(
            CompactionPolicy policy, RetentionPolicy retention, LongSupplier headBytes, Predicate<Ulid> waiting) {
        /** Merges by a policy and keeps by another; nothing but blocks counts, and none has to wait. */
        public static Rules of(CompactionPolicy policy, RetentionPolicy retention) {
            return new Rules(policy, retention, () -> 0, ulid -> false);
        }
    }

    /** Makes a loop over the blocks of a directory. */
    public CompactionLoop(
            BlockDirectory blocks,
            Compactor compactor,
            Compactor.Workplace workplace,
            Rules rules,
            CompactionListener listener) {
        this.blocks = blocks;
        this.compactor = compactor;
        this.workplace = workplace;
        this.rules = rules;
        this.listener = listener;
    }

    /**
     * Does one round.
     *
     * @return whether every merge that was begun has ended well
     */
    public synchronized boolean runOnce() {
        blocks.scan();
        retire();
        CompactionPlan plan = plan();
        while (plan.next().isPresent() && !cancelled) {
            if (!merge(plan.next().get())) {
                return false;
            }
            plan = plan();
        }
        reportTooLarge(plan.tooLarge());
        retire();
        return true;
    }

    /**
     * Writes every block anew of which something is deleted, so that its space is free.
     *
     * @return whether all of them were
     */
    public synchronized boolean cleanTombstones() {
        boolean cleaned = true;
        for (BlockMeta meta : withTombstones()) {
            cleaned &= !cancelled && merge(new Group(List.of(meta), CompactionPlan.Reason.TOMBSTONES));
        }
        return cleaned && withTombstones().isEmpty();
    }

    private List<BlockMeta> withTombstones() {
        try (BlockSet set = blocks.catalog().acquire()) {
            return set.blocks().stream()
                    .map(Block::meta)
                    .filter(meta -> meta.stats().tombstones() > 0)
                    .toList();
        }
    }

    /** Ends the merge that runs now, which leaves nothing behind, and lets no other begin. */
    public void cancel() {
        cancelled = true;
    }

    private CompactionPlan plan() {
        try (BlockSet set = blocks.catalog().acquire()) {
            List<CompactionPlanner.Candidate> candidates = set.blocks().stream()
                    .map(block -> new CompactionPlanner.Candidate(block.meta(), block.indexSize()))
                    .toList();
            return CompactionPlanner.plan(candidates, rules.policy(), rules.waiting());
        }
    }

    private boolean merge(Group group) {
        long start = System.nanoTime();
        LOG.debug("Compacting: reason={} blocks={}", group.reason(), ulids(group));
        try (BlockSet set = blocks.catalog().acquire()) {
            List<Block> before = blocksOf(group, set);
            Optional<BlockMeta> result = write(group, before);
            if (!blocks.replace(result, before)) {
                LOG.info("Blocks changed while they were compacted and will be tried again: blocks={}", ulids(group));
                return true;
            }
            long nanos = System.nanoTime() - start;
            LOG.info("{}", describe(group, result, nanos));
            listener.merged(group, result, nanos);
            return true;
        } catch (CancellationException e) {
            return false;
        } catch (CorruptDataException e) {
            LOG.error("Compaction met damage, the blocks stay as they are: blocks={}", ulids(group), e);
            listener.failed(group, e);
            markFailed(group);
            return true;
        } catch (StorageException e) {
            LOG.error("Compaction failed and will be tried again: blocks={}", ulids(group), e);
            listener.failed(group, e);
            return false;
        }
    }

    private static List<Block> blocksOf(Group group, BlockSet set) {
        List<Ulid> wanted = ulids(group);
        List<Block> found = set.between(group.minTime(), group.maxTime() - 1).stream()
                .filter(block -> wanted.contains(block.meta().ulid()))
                .toList();
        if (found.size() != wanted.size()) {
            throw new StorageException("blocks have gone since they were planned: wanted=" + wanted);
        }
        return found;
    }

    private Optional<BlockMeta> write(Group group, List<Block> from) {
        from.forEach(Block::requireStarts);
        List<SeriesSource> sources = from.stream().map(Block::source).toList();
        return compactor.write(
                new Compactor.Job(
                        workplace, blocks.staging(), group.minTime(), group.maxTime(), group.blocks(), () -> cancelled),
                sources);
    }

    /** Keeps the planner off blocks that can't be merged, or it would try for ever. */
    private void markFailed(Group group) {
        for (BlockMeta meta : group.blocks()) {
            blocks.rewrite(meta.with(meta.compaction().asFailed()));
        }
    }

    private void reportTooLarge(List<Group> groups) {
        listener.tooLarge(groups.size());
        Set<List<Ulid>> now = new HashSet<>();
        for (Group group : groups) {
            if (now.add(ulids(group)) && !reportedTooLarge.contains(ulids(group))) {
                LOG.warn("Blocks stay apart because one index can't hold all of them: blocks={}", ulids(group));
            }
        }
        reportedTooLarge.clear();
        reportedTooLarge.addAll(now);
    }

    private void retire() {
        Map<Ulid, Retention.Reason> beyond;
        try (BlockSet set = blocks.catalog().acquire()) {
            List<Retention.Candidate> candidates = set.blocks().stream()
                    .map(block -> new Retention.Candidate(block.meta(), block.sizeBytes()))
                    .toList();
            beyond = Retention.beyond(
                    candidates, rules.retention(), rules.headBytes().getAsLong());
        }
        if (beyond.isEmpty()) {
            return;
        }
        LOG.debug("Deleting what the retention does not keep: blocks={}", beyond.keySet());
        beyond.keySet().retainAll(blocks.remove(beyond.keySet()));
        beyond.forEach((ulid, reason) -> {
            LOG.info("Deleted a block that the retention does not keep: block={} reason={}", ulid, reason);
            listener.retired(ulid, reason);
        });
    }

    private static List<Ulid> ulids(Group group) {
        return group.blocks().stream().map(BlockMeta::ulid).toList();
    }

    private static String describe(Group group, Optional<BlockMeta> result, long nanos) {
        Duration range = Duration.ofMillis(group.maxTime() - group.minTime());
        String from = group.blocks().size() + (group.blocks().size() == 1 ? " block" : " blocks");
        String into = result.map(meta -> "level " + meta.compaction().level() + " block " + meta.ulid() + " with "
                        + meta.stats().series() + " series and " + meta.stats().samples() + " samples")
                .orElse("nothing, no sample was left");
        return String.format(
                java.util.Locale.ROOT,
                "Compacted %s of %s (%s) into %s in %.1f s",
                from,
                range,
                group.reason(),
                into,
                nanos / NANOS_PER_SECOND);
    }
}
