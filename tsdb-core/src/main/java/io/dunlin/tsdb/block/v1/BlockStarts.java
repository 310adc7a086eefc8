package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.chunk.StartColumn;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.storage.CorruptDataException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The start timestamps of the series of a block, from the mapped file of {@link StartsLayout}. What says where groups lie is
 * checked at opening, a group whenever it is read. Thread-safe while the scope that maps the file is open.
 */
final class BlockStarts {
    /** No series has any. */
    static final BlockStarts NONE = new BlockStarts("", null, 0, 0);

    private final String file;
    private final Region region;

    /** Where the entries of the groups begin. */
    private final long entries;

    private final int groups;

    private BlockStarts(String file, Region region, long entries, int groups) {
        this.file = file;
        this.region = region;
        this.entries = entries;
        this.groups = groups;
    }

    /**
     * Opens the file of a block, where there is one.
     *
     * @param index the index that it must belong to
     * @throws CorruptDataException when it is damaged or of another index
     */
    static BlockStarts open(Disk disk, Path directory, MemoryScope scope, IndexReader index) throws IOException {
        Path path = directory.resolve(StartsLayout.FILE_NAME);
        if (!disk.exists(path)) {
            return NONE;
        }
        String file = path.toString();
        long length = disk.size(path);
        long footer = length - StartsLayout.FOOTER_LENGTH;
        if (footer < StartsLayout.HEADER_LENGTH) {
            throw new CorruptDataException(file, length, "a header and a footer", "the end of the file");
        }
        Region region = disk.map(path, scope);
        int groups = region.getIntBigEndian(footer + StartsLayout.FOOTER_GROUPS);
        long entries = footer - (long) groups * StartsLayout.ENTRY_LENGTH;
        if (groups < 0 || entries < StartsLayout.HEADER_LENGTH) {
            throw new CorruptDataException(file, footer, "groups within " + length + " bytes", groups);
        }
        new IndexSection(file, region, entries, footer + StartsLayout.FOOTER_CHECKSUM).check();
        Sidecar sidecar = new Sidecar(file, region, footer);
        sidecar.requireKind(StartsLayout.MAGIC, StartsLayout.VERSION);
        sidecar.requireOf(index, StartsLayout.FOOTER_INDEX_LENGTH);
        return new BlockStarts(file, region, entries, groups);
    }

    /**
     * Reads everything once.
     *
     * @throws CorruptDataException when something is damaged
     */
    void check() {
        Cursor cursor = new Cursor();
        for (int group = 0; group < groups; group++) {
            cursor.moveTo(group);
        }
    }

    /** Returns a reader, for one thread at a time. */
    Cursor cursor() {
        return new Cursor();
    }

    /** Finds the columns of series; best by rising id. */
    final class Cursor {
        private static final int NO_GROUP = -1;

        private final RegionInput input = new RegionInput(file, region);

        /** The group whose checksum was compared last. */
        private int checked = NO_GROUP;

        private Cursor() {}

        /**
         * Reads the starts of a series, none where it has none.
         *
         * @throws CorruptDataException when they are damaged; the column is then empty
         */
        void read(int id, StartColumn into) {
            into.clear();
            int group = groupOf(Integer.toUnsignedLong(id));
            if (group != NO_GROUP) {
                moveTo(group);
                find(Integer.toUnsignedLong(id), into);
            }
        }

        /** Returns the last group that begins with a series up to this one. */
        private int groupOf(long id) {
            int low = 0;
            int high = groups;
            while (low < high) {
                int middle = low + high >>> 1;
                if (firstId(middle) <= id) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low - 1;
        }

        private long firstId(int group) {
            return Integer.toUnsignedLong(region.getIntBigEndian(entry(group) + StartsLayout.ENTRY_ID));
        }

        private long entry(int group) {
            return entries + (long) group * StartsLayout.ENTRY_LENGTH;
        }

        private long place(int group) {
            return group == groups ? entries : region.getLongBigEndian(entry(group) + StartsLayout.ENTRY_PLACE);
        }

        private void moveTo(int group) {
            long start = place(group);
            long end = place(group + 1) - StartsLayout.CHECKSUM_LENGTH;
            if (start < StartsLayout.HEADER_LENGTH || end < start || end > entries) {
                throw new CorruptDataException(file, entry(group), "a group before " + entries, start + " to " + end);
            }
            if (group != checked) {
                new IndexSection(file, region, start, end).check();
                checked = group;
            }
            input.at(start, end);
        }

        private void find(long id, StartColumn into) {
            long series = 0;
            while (input.hasMore()) {
                series += input.readUvarint();
                int length = input.readStringLength();
                if (series == id) {
                    into.decode(region, input.position(), length);
                    return;
                }
                input.skip(length);
            }
        }
    }
}
