package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.storage.CorruptDataException;

/** The ids of the series with one label pair as they lie in the index, rising as unsigned numbers. */
record PostingsList(Region region, long start, int size) {

    static PostingsList empty(Region region) {
        return new PostingsList(region, 0, 0);
    }

    /** Returns the {@code i}-th id. */
    int get(int i) {
        return region.getIntBigEndian(start + (long) i * Integer.BYTES);
    }

    /** Returns all ids, and checks that they rise. */
    int[] toArray(String file) {
        int[] ids = new int[size];
        for (int i = 0; i < size; i++) {
            ids[i] = get(i);
            if (i > 0 && Integer.compareUnsigned(ids[i - 1], ids[i]) >= 0) {
                throw new CorruptDataException(
                        file, start, "rising series ids", "one that is not after the one before");
            }
        }
        return ids;
    }

    /**
     * Keeps of the first {@code count} ids of a rising array those that this list has, in place. Steps that double find
     * the next candidate, so that a long list costs little beside a short one.
     *
     * @return how many are kept
     */
    int intersect(int[] ids, int count) {
        int kept = 0;
        int at = 0;
        for (int i = 0; i < count && at < size; i++) {
            at = firstNotBefore(ids[i], at);
            if (at < size && get(at) == ids[i]) {
                ids[kept++] = ids[i];
            }
        }
        return kept;
    }

    private int firstNotBefore(int id, int from) {
        int low = from;
        int step = 1;
        while (low + step < size && Integer.compareUnsigned(get(low + step), id) < 0) {
            low += step;
            step <<= 1;
        }
        int high = (int) Math.min(size, (long) low + step + 1);
        while (low < high) {
            int middle = low + high >>> 1;
            if (Integer.compareUnsigned(get(middle), id) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
