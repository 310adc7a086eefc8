package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.memory.Region;

/**
 * Reads the pieces of a {@link PostingsSorter} side by side: lists in rising order of name and value symbols, ids of each
 * in rising order. Not thread-safe.
 */
final class PostingsMerge {
    private final Region region;

    /** A binary heap of pieces with entries left, the one with the least entry on top. */
    private final Piece[] heap;

    private int heapSize;
    private int name;
    private int value;

    PostingsMerge(Region region, long[] pieceStarts) {
        this.region = region;
        this.heap = new Piece[pieceStarts.length - 1];
        for (int i = 0; i < heap.length; i++) {
            Piece piece = new Piece(pieceStarts[i], pieceStarts[i + 1]);
            if (piece.next()) {
                heap[heapSize] = piece;
                siftUp(heapSize++);
            }
        }
    }

    /** Moves to the next list; false at the end. All ids of the list before must have been read. */
    boolean nextList() {
        if (heapSize == 0) {
            return false;
        }
        name = heap[0].name;
        value = (int) (heap[0].entry >>> Integer.SIZE);
        return true;
    }

    /** Returns the name symbol of the list. */
    int name() {
        return name;
    }

    /** Returns the value symbol of the list. */
    int value() {
        return value;
    }

    /** Returns whether the list has another id. */
    boolean hasId() {
        return heapSize > 0 && heap[0].name == name && (int) (heap[0].entry >>> Integer.SIZE) == value;
    }

    /** Returns the next id of the list, unsigned. */
    int nextId() {
        Piece top = heap[0];
        final int id = (int) top.entry;
        if (!top.next()) {
            heap[0] = heap[--heapSize];
            heap[heapSize] = null;
        }
        siftDown();
        return id;
    }

    private void siftUp(int start) {
        int i = start;
        while (i > 0 && heap[i].isBefore(heap[(i - 1) / 2])) {
            swap(i, (i - 1) / 2);
            i = (i - 1) / 2;
        }
    }

    private void siftDown() {
        int i = 0;
        int child = 1;
        while (child < heapSize) {
            if (child + 1 < heapSize && heap[child + 1].isBefore(heap[child])) {
                child++;
            }
            if (!heap[child].isBefore(heap[i])) {
                return;
            }
            swap(i, child);
            i = child;
            child = 2 * i + 1;
        }
    }

    private void swap(int i, int j) {
        Piece piece = heap[i];
        heap[i] = heap[j];
        heap[j] = piece;
    }

    /** A cursor over one piece. */
    private final class Piece {
        private final long end;
        private long position;
        private int left;
        private int name;
        private long entry;

        Piece(long start, long end) {
            this.position = start;
            this.end = end;
        }

        boolean next() {
            if (left == 0) {
                if (position == end) {
                    return false;
                }
                name = region.getIntBigEndian(position);
                left = region.getIntBigEndian(position + Integer.BYTES);
                position += 2 * Integer.BYTES;
            }
            entry = region.getLongBigEndian(position);
            position += Long.BYTES;
            left--;
            return true;
        }

        boolean isBefore(Piece other) {
            return name != other.name ? name < other.name : entry < other.entry;
        }
    }
}
