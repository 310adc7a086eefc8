package io.dunlin.compaction;

import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.block.Ulid;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Says which blocks are too old or too many: a pure function. Time is data time: age counts from the end of the newest
 * block, so a clock that jumps deletes nothing. The newest block always stays for the rule of time.
 */
public final class Retention {
    private Retention() {}

    /** Why a block goes. */
    public enum Reason {
        TIME,
        SIZE
    }

    /** A block with the bytes it takes on disk. */
    public record Candidate(BlockMeta meta, long bytes) {}

    /**
     * Returns the blocks to delete, each with the reason, newest first.
     *
     * @param headBytes bytes on disk that are no block and count towards the size: log and files of the head
     */
    public static Map<Ulid, Reason> beyond(List<Candidate> blocks, RetentionPolicy policy, long headBytes) {
        List<Candidate> newestFirst = blocks.stream()
                .sorted(Comparator.<Candidate>comparingLong(
                                block -> block.meta().maxTime())
                        .reversed()
                        .thenComparing(block -> block.meta().ulid()))
                .toList();
        Map<Ulid, Reason> beyond = new LinkedHashMap<>();
        long bytes = headBytes;
        for (Candidate block : newestFirst) {
            bytes += block.bytes();
            if (isOld(block, newestFirst.get(0), policy)) {
                beyond.put(block.meta().ulid(), Reason.TIME);
            } else if (policy.bytes() > 0 && bytes > policy.bytes()) {
                beyond.put(block.meta().ulid(), Reason.SIZE);
            }
        }
        return beyond;
    }

    private static boolean isOld(Candidate block, Candidate newest, RetentionPolicy policy) {
        return policy.durationMillis() > 0
                && !block.meta().ulid().equals(newest.meta().ulid())
                && newest.meta().maxTime() - block.meta().maxTime() >= policy.durationMillis();
    }
}
