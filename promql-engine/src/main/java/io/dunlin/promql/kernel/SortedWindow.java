package io.dunlin.promql.kernel;

import java.util.Arrays;

/**
 * The values of a window in order while it slides over one series: what leaves is taken out and what enters is put in, so
 * that neighbouring windows cost a few moves each and not a sort. NaN values come first, as in Prometheus; −0 comes before 0.
 * Used by one worker.
 */
final class SortedWindow {
    /** When more than one in so many values changes, sorting anew is cheaper than moving. */
    private static final int FEW = 4;

    private double[] samples;

    /** The values of the window in Java's order, which has NaN last. */
    private double[] sorted = new double[0];

    private int first;
    private int end;
    private int nans;

    /** Begins with an empty window of a series' values. */
    void open(double[] values) {
        samples = values;
        first = 0;
        end = 0;
        nans = 0;
        if (sorted.length < values.length) {
            sorted = new double[values.length];
        }
    }

    /** Moves to the samples {@code [newFirst, newEnd)}; neither bound ever moves back. */
    void moveTo(int newFirst, int newEnd) {
        int changes = newFirst - first + newEnd - end;
        if (newFirst >= end || changes > (newEnd - newFirst) / FEW) {
            sort(newFirst, newEnd);
            return;
        }
        while (first < newFirst) {
            remove(samples[first]);
            first++;
        }
        while (end < newEnd) {
            insert(samples[end]);
            end++;
        }
    }

    private void sort(int newFirst, int newEnd) {
        first = newFirst;
        end = newEnd;
        System.arraycopy(samples, first, sorted, 0, size());
        Arrays.sort(sorted, 0, size());
        nans = 0;
        while (nans < size() && Double.isNaN(sorted[size() - 1 - nans])) {
            nans++;
        }
    }

    private void remove(double value) {
        int at = Arrays.binarySearch(sorted, 0, size(), value);
        System.arraycopy(sorted, at + 1, sorted, at, size() - at - 1);
        nans -= Double.isNaN(value) ? 1 : 0;
    }

    private void insert(double value) {
        int found = Arrays.binarySearch(sorted, 0, size(), value);
        int at = found < 0 ? -found - 1 : found;
        System.arraycopy(sorted, at, sorted, at + 1, size() - at);
        sorted[at] = value;
        nans += Double.isNaN(value) ? 1 : 0;
    }

    /** Returns the number of values. */
    int size() {
        return end - first;
    }

    /** Returns the value of a rank from 0 on. */
    double at(int rank) {
        return rank < nans ? Double.NaN : sorted[rank - nans];
    }
}
