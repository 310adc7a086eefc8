package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.memory.Span;
import io.dunlin.tsdb.model.LabelSetHash;
import io.dunlin.tsdb.storage.CorruptDataException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Hashes and lone samples of the series of a run, from the mapped file of {@link DigestsLayout}. A group is checked whenever
 * it is read. Thread-safe while the scope that maps the file is open.
 */
final class BlockDigests {
    private final String file;
    private final Region region;
    private final int series;
    private final boolean hasOurSeeds;

    private BlockDigests(String file, Region region, int series, boolean hasOurSeeds) {
        this.file = file;
        this.region = region;
        this.series = series;
        this.hasOurSeeds = hasOurSeeds;
    }

    /**
     * Opens the file of a block, or returns null where there is none.
     *
     * @param index the index that it must belong to
     * @throws CorruptDataException when it is damaged or of another index
     */
    static BlockDigests open(Disk disk, Path directory, MemoryScope scope, IndexReader index) throws IOException {
        Path path = directory.resolve(DigestsLayout.FILE_NAME);
        if (!disk.exists(path)) {
            return null;
        }
        String file = path.toString();
        long length = disk.size(path);
        long footer = length - DigestsLayout.FOOTER_LENGTH;
        if (footer < DigestsLayout.HEADER_LENGTH) {
            throw new CorruptDataException(file, length, "a header and a footer", "the end of the file");
        }
        Region region = disk.map(path, scope);
        new IndexSection(file, region, footer, footer + DigestsLayout.FOOTER_CHECKSUM).check();
        Sidecar sidecar = new Sidecar(file, region, footer);
        sidecar.requireKind(DigestsLayout.MAGIC, DigestsLayout.VERSION);
        sidecar.requireOf(index, DigestsLayout.FOOTER_INDEX_LENGTH);
        int series = region.getIntBigEndian(footer + DigestsLayout.FOOTER_SERIES);
        if (series < 0 || DigestsLayout.length(series) != length) {
            throw new CorruptDataException(file, footer, "as many series as " + length + " bytes hold", series);
        }
        boolean hasOurSeeds = region.getLongBigEndian(footer + DigestsLayout.FOOTER_SEEDS_LOW) == LabelSetHash.seeds(0)
                && region.getLongBigEndian(footer + DigestsLayout.FOOTER_SEEDS_HIGH) == LabelSetHash.seeds(1);
        return new BlockDigests(file, region, series, hasOurSeeds);
    }

    /** Returns the number of series. */
    int series() {
        return series;
    }

    /** Returns whether the hashes were made with this process's seeds. */
    boolean hasOurSeeds() {
        return hasOurSeeds;
    }

    /** Returns a reader, for one thread at a time. */
    Cursor cursor() {
        return new Cursor();
    }

    /** Finds series; fast by rising id. */
    final class Cursor {
        private static final int NO_GROUP = -1;

        /** The group whose checksum was compared last, and its columns. */
        private int group = NO_GROUP;

        private int size;
        private int at;
        private final int[] ids = new int[DigestsLayout.GROUP];
        private final long[] lows = new long[DigestsLayout.GROUP];
        private final long[] highs = new long[DigestsLayout.GROUP];
        private final long[] times = new long[DigestsLayout.GROUP];
        private final double[] values = new double[DigestsLayout.GROUP];

        private Cursor() {}

        /**
         * Moves to a series.
         *
         * @throws CorruptDataException when it is not here, or its group is damaged
         */
        void moveTo(int id) {
            if (group != NO_GROUP && at + 1 < size && ids[at + 1] == id) {
                at++;
                return;
            }
            if (group == NO_GROUP || isOutside(id)) {
                load(groupOf(id), id);
            }
            at = placeOf(id);
        }

        private boolean isOutside(int id) {
            return Integer.compareUnsigned(id, ids[0]) < 0 || Integer.compareUnsigned(id, ids[size - 1]) > 0;
        }

        /** Returns the last group that begins with a series up to this one; the next one is tried first. */
        private int groupOf(int id) {
            int low = 0;
            int high = DigestsLayout.groups(series);
            if (begins(group + 1, high, id) && !begins(group + 2, high, id)) {
                return group + 1;
            }
            while (low < high) {
                int middle = low + high >>> 1;
                if (Integer.compareUnsigned(firstId(middle), id) <= 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low - 1;
        }

        private boolean begins(int candidate, int groups, int id) {
            return candidate < groups && Integer.compareUnsigned(firstId(candidate), id) <= 0;
        }

        private int firstId(int candidate) {
            return region.getIntBigEndian(DigestsLayout.place(candidate));
        }

        private void load(int wanted, int id) {
            group = NO_GROUP;
            if (wanted < 0) {
                throw missing(DigestsLayout.HEADER_LENGTH, id);
            }
            long start = DigestsLayout.place(wanted);
            size = DigestsLayout.size(wanted, series);
            int length = size * DigestsLayout.LENGTH;
            new IndexSection(file, region, start, start + length).check();
            Span columns = region.span(start, length);
            for (int i = 0; i < size; i++) {
                ids[i] = region.getIntBigEndian(start + (long) i * Integer.BYTES);
                lows[i] = columns.getLongBigEndian(DigestsLayout.lows(size) + (long) i * Long.BYTES);
                highs[i] = columns.getLongBigEndian(DigestsLayout.highs(size) + (long) i * Long.BYTES);
                times[i] = columns.getLongBigEndian(DigestsLayout.times(size) + (long) i * Long.BYTES);
                values[i] = Double.longBitsToDouble(
                        columns.getLongBigEndian(DigestsLayout.values(size) + (long) i * Long.BYTES));
            }
            group = wanted;
        }

        private int placeOf(int id) {
            int low = 0;
            int high = size - 1;
            while (low <= high) {
                int middle = low + high >>> 1;
                int order = Integer.compareUnsigned(ids[middle], id);
                if (order == 0) {
                    return middle;
                }
                if (order < 0) {
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            }
            throw missing(DigestsLayout.place(group), id);
        }

        private CorruptDataException missing(long offset, int id) {
            return new CorruptDataException(file, offset, "the series " + Integer.toUnsignedString(id), "others");
        }

        /** Writes the hash of the series' labels to its place in an array of {@link LabelSetHash#LANES} longs a series. */
        void writeHash(long[] into, int place) {
            into[LabelSetHash.LANES * place] = lows[at];
            into[LabelSetHash.LANES * place + 1] = highs[at];
        }

        /** Returns whether the only sample of the series is here. */
        boolean hasSample() {
            return times[at] != DigestsLayout.NO_SAMPLE;
        }

        /** Returns its time. */
        long time() {
            return times[at];
        }

        /** Returns its value. */
        double value() {
            return values[at];
        }
    }
}
