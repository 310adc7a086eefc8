package io.dunlin.promql.operator;

import java.util.Arrays;

/**
 * The k best series of one group at one step, with the worst of them on top: for {@code topk} the smallest, for {@code
 * bottomk} the largest; NaN is worse than any number. Ties are kept as Prometheus keeps them, so the sifting follows Go's
 * {@code container/heap}.
 */
final class ValueHeap {
    private final boolean largest;
    private double[] values = new double[4];
    private int[] series = new int[4];
    private int size;

    ValueHeap(boolean largest) {
        this.largest = largest;
    }

    /** Returns the number of series. */
    int size() {
        return size;
    }

    /** Returns the series at a place. */
    int series(int place) {
        return series[place];
    }

    /** Returns the value at a place. */
    double value(int place) {
        return values[place];
    }

    /** Offers a series; it is kept while there is room for {@code k} or it is better than the worst. */
    void offer(int candidate, double value, int k) {
        if (size < k) {
            push(candidate, value);
        } else if (isBetter(value, values[0])) {
            values[0] = value;
            series[0] = candidate;
            siftDown();
        }
    }

    private boolean isBetter(double value, double worst) {
        boolean beyond = largest ? worst < value : worst > value;
        return beyond || (Double.isNaN(worst) && !Double.isNaN(value));
    }

    /** Returns whether the first value belongs above the second in the heap. */
    private boolean isAbove(double first, double second) {
        return Double.isNaN(first) || (largest ? first < second : first > second);
    }

    private void push(int candidate, double value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
            series = Arrays.copyOf(series, 2 * size);
        }
        values[size] = value;
        series[size] = candidate;
        int child = size++;
        while (child > 0) {
            int parent = (child - 1) / 2;
            if (!isAbove(values[child], values[parent])) {
                break;
            }
            swap(child, parent);
            child = parent;
        }
    }

    private void siftDown() {
        int parent = 0;
        for (int child = 1; child < size; child = 2 * parent + 1) {
            if (child + 1 < size && isAbove(values[child + 1], values[child])) {
                child++;
            }
            if (!isAbove(values[child], values[parent])) {
                return;
            }
            swap(parent, child);
            parent = child;
        }
    }

    private void swap(int a, int b) {
        double value = values[a];
        values[a] = values[b];
        values[b] = value;
        int number = series[a];
        series[a] = series[b];
        series[b] = number;
    }

    /** Puts the best first. */
    void sortBestFirst() {
        for (int i = 1; i < size; i++) {
            for (int j = i; j > 0 && isAbove(values[j - 1], values[j]); j--) {
                swap(j, j - 1);
            }
        }
    }
}
