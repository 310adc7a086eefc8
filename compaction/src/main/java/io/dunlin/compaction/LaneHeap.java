package io.dunlin.compaction;

import java.util.Comparator;

/**
 * The sources of a merge by what they stand at, the least first: a binary heap, because a finished epoch may have dozens of
 * runs. Not thread-safe.
 *
 * @param <T> a source
 */
final class LaneHeap<T> {
    private final Object[] heap;
    private final Comparator<T> order;
    private int size;

    /** Makes an empty heap with room for {@code capacity} sources; {@code order} must tell any two of them apart. */
    LaneHeap(int capacity, Comparator<T> order) {
        this.heap = new Object[capacity];
        this.order = order;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Returns the least source. */
    T top() {
        return at(0);
    }

    void add(T lane) {
        int i = size++;
        heap[i] = lane;
        while (i > 0 && order.compare(at(i), at((i - 1) / 2)) < 0) {
            swap(i, (i - 1) / 2);
            i = (i - 1) / 2;
        }
    }

    /** Takes out the least source. */
    T poll() {
        final T least = at(0);
        heap[0] = heap[--size];
        heap[size] = null;
        int i = 0;
        int child = 1;
        while (child < size) {
            if (child + 1 < size && order.compare(at(child + 1), at(child)) < 0) {
                child++;
            }
            if (order.compare(at(i), at(child)) <= 0) {
                break;
            }
            swap(i, child);
            i = child;
            child = 2 * i + 1;
        }
        return least;
    }

    @SuppressWarnings("unchecked")
    private T at(int i) {
        return (T) heap[i];
    }

    private void swap(int i, int j) {
        Object lane = heap[i];
        heap[i] = heap[j];
        heap[j] = lane;
    }
}
