package io.dunlin.tsdb.head;

import io.dunlin.tsdb.index.Reclaimer;
import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.MemoryTag;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.memory.Region;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The memory of one epoch's sealed chunks: segments that are filled one behind another. A segment is a buffer first, and
 * when it is full and in the epoch's file, a mapping of that: then it need not stay in memory. Addresses stay the same.
 * Changed by the writer; others read the region, and how many segments are full.
 */
final class ChunkSegments implements AutoCloseable {
    private static final int LENGTH = ChunkFileLayout.SEGMENT_LENGTH;

    private final OffHeap offHeap;
    private final Reclaimer reclaimer;
    private final String name;
    private final MemoryScope scope;
    private final Region region;

    /** The segments that are in memory, the oldest first. */
    private final Deque<MemoryScope> buffers = new ArrayDeque<>();

    private int segments;
    private volatile int full;
    private volatile int mapped;

    /** The bytes used of the newest segment. */
    private int used = LENGTH;

    ChunkSegments(OffHeap offHeap, Reclaimer reclaimer, String name) {
        this.offHeap = offHeap;
        this.reclaimer = reclaimer;
        this.name = name;
        this.scope = offHeap.openScope(name);
        this.region = scope.growing();
    }

    /**
     * Shows what an earlier run left in the file; nothing is here yet.
     *
     * @param windows the full segments, mapped in {@link #scope}
     * @param rest what the newest segment has, in a region from 0 on
     * @param restLength its length, 0 where all segments are full
     */
    void restore(List<Region> windows, Region rest, int restLength) {
        for (Region window : windows) {
            region.addSegment(window, LENGTH);
        }
        segments = windows.size();
        mapped = segments;
        full = segments;
        if (restLength > 0) {
            Region buffer = addBuffer();
            rest.copyTo(0, buffer, 0, restLength);
            region.addSegment(buffer, LENGTH);
            segments++;
            used = restLength;
        }
    }

    /** Returns the window in which the addresses lie. */
    Region region() {
        return region;
    }

    /** Returns what owns mappings of the file: they live as long as this. */
    MemoryScope scope() {
        return scope;
    }

    /** Returns the address of so many bytes, which are not zeroed; the length keeps the alignment. */
    long allocate(int length) {
        if (length > LENGTH - used) {
            begin();
        }
        long place = Region.segmentStart(segments - 1) + used;
        used += length;
        return place;
    }

    private void begin() {
        Region buffer = addBuffer();
        if (segments > 0) {
            fillRest();
        }
        region.addSegment(buffer, LENGTH);
        full = segments;
        segments++;
        used = 0;
    }

    private Region addBuffer() {
        MemoryScope own = offHeap.openScope(name + ", buffer");
        Region buffer = own.allocateUnset(MemoryTag.HEAD_CHUNKS, LENGTH);
        buffers.add(own);
        return buffer;
    }

    private void fillRest() {
        int rest = LENGTH - used;
        long place = Region.segmentStart(segments - 1) + used;
        region.fill(place, rest, (byte) 0);
        if (rest >= SealedChunkLayout.DATA) {
            region.putByte(place + SealedChunkLayout.ENCODING, (byte) SealedChunkLayout.FILLER);
            region.putInt(place + SealedChunkLayout.FIRST, rest);
            SealedChunkLayout.writeCrc(region, place, rest);
        }
        used = LENGTH;
    }

    /** Returns how many bytes of a file all this would take; for the writer. */
    long end() {
        return segments == 0 ? 0 : (segments - 1L) * LENGTH + used;
    }

    /** Returns the number of segments that will not change any more; on any thread. */
    int full() {
        return full;
    }

    /** Returns how many of them are read from the file; on any thread. */
    int mapped() {
        return mapped;
    }

    /** Reads the next segments from the file from now on; their buffers go when the readers of today have gone. */
    void show(List<Region> windows) {
        int next = mapped;
        for (Region window : windows) {
            region.replaceSegment(Region.segmentStart(next), window, LENGTH);
            reclaimer.retire(buffers.remove()::close);
            next++;
            mapped = next;
        }
    }

    @Override
    public void close() {
        buffers.forEach(MemoryScope::close);
        buffers.clear();
        scope.close();
    }
}
