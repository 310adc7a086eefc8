package io.dunlin.tsdb.head;

import io.dunlin.tsdb.memory.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Checks every chunk of an epoch that was left by an earlier run, on all cores. Believes nothing it reads. */
final class ChunkCheck {
    private final Region chunks;
    private final long used;

    /** The positions of a file, the first and the one behind the last, that no intact chunk covers. */
    record Gap(long from, long to) {}

    private ChunkCheck(Region chunks, long used) {
        this.chunks = chunks;
        this.used = used;
    }

    /** Returns what is not intact of the first {@code used} bytes behind the header, by rising position. */
    static List<Gap> gaps(Region chunks, long used) {
        int segments = (int) ((used + ChunkFileLayout.SEGMENT_LENGTH - 1) / ChunkFileLayout.SEGMENT_LENGTH);
        ChunkCheck check = new ChunkCheck(chunks, used);
        return IntStream.range(0, segments)
                .parallel()
                .mapToObj(check::gapsOf)
                .flatMap(List::stream)
                .toList();
    }

    private List<Gap> gapsOf(int segment) {
        List<Gap> gaps = new ArrayList<>();
        long start = (long) segment * ChunkFileLayout.SEGMENT_LENGTH;
        int at = segment == 0 ? ChunkFileLayout.HEADER_LENGTH : 0;
        int end = (int) Math.min(ChunkFileLayout.SEGMENT_LENGTH, used - start);
        while (at < end && !isPadding(segment, at, end)) {
            int length = SealedChunkLayout.intactLength(chunks, Region.segmentStart(segment) + at, end - at);
            if (length > 0) {
                at += length;
            } else {
                int next = nextIntact(segment, at, end);
                gaps.add(new Gap(start + at, start + next));
                at = next;
            }
        }
        return gaps;
    }

    /** Whether these are the few zeros at the end of a segment that are too short for a filler. */
    private boolean isPadding(int segment, int at, int end) {
        if (end != ChunkFileLayout.SEGMENT_LENGTH || end - at >= SealedChunkLayout.DATA) {
            return false;
        }
        for (int i = at; i < end; i++) {
            if (chunks.getByte(Region.segmentStart(segment) + i) != 0) {
                return false;
            }
        }
        return true;
    }

    private int nextIntact(int segment, int from, int end) {
        for (int at = from + SealedChunkLayout.ALIGNMENT; at < end; at += SealedChunkLayout.ALIGNMENT) {
            if (SealedChunkLayout.intactLength(chunks, Region.segmentStart(segment) + at, end - at) > 0) {
                return at;
            }
        }
        return end;
    }
}
