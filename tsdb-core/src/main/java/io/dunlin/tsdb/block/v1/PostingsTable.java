package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.memory.Region;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The postings table of an index: from a label pair to where its postings list lies, found by binary search over samples
 * and a walk of at most 32 entries. Thread-safe; its cursors are not.
 */
final class PostingsTable {
    /** What a search returns that finds nothing. */
    static final int ABSENT = -1;

    private final IndexSection section;
    private final IndexSamples samples;

    PostingsTable(IndexSection section, IndexSamples samples) {
        this.section = section;
        this.samples = samples;
    }

    /** Returns the label names in byte order. */
    List<String> names() {
        List<String> names = new ArrayList<>(samples.names());
        Entries entries = new Entries();
        for (int name = 0; name < samples.names(); name++) {
            entries.seek(name, 0);
            if (entries.nameLength > 0) {
                names.add(entries.string(entries.nameStart, entries.nameLength));
            }
        }
        return names;
    }

    /** Returns the place of a name in the table, or {@link #ABSENT}. */
    int find(String name) {
        Bytes wanted = new Bytes(name);
        Entries entries = new Entries();
        int low = 0;
        int high = samples.names() - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            entries.seek(middle, 0);
            int order = wanted.compare(section.region(), entries.nameStart, entries.nameLength);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                high = middle - 1;
            } else {
                low = middle + 1;
            }
        }
        return ABSENT;
    }

    /** Returns the number of values of a name. */
    int values(int name) {
        return samples.values(name);
    }

    /** Returns the offset of the list of a label pair, or {@link #ABSENT}. */
    long find(int name, String value) {
        Bytes wanted = new Bytes(value);
        Entries entries = entriesFrom(name, wanted);
        boolean found =
                entries.next() && wanted.compare(section.region(), entries.valueStart, entries.valueLength) == 0;
        return found ? entries.listOffset : ABSENT;
    }

    /** Walks the values of a name in byte order, beginning with the first that is not before {@code from}. */
    Entries entriesFrom(int name, String from) {
        return entriesFrom(name, new Bytes(from));
    }

    private Entries entriesFrom(int name, Bytes from) {
        Entries entries = new Entries();
        int low = 0;
        int high = (samples.values(name) - 1) / samples.tableInterval();
        while (low < high) {
            int middle = low + high + 1 >>> 1;
            entries.seek(name, middle * samples.tableInterval());
            if (from.compare(section.region(), entries.valueStart, entries.valueLength) < 0) {
                high = middle - 1;
            } else {
                low = middle;
            }
        }
        entries.startAt(name, low * samples.tableInterval());
        while (entries.next()) {
            if (from.compare(section.region(), entries.valueStart, entries.valueLength) <= 0) {
                entries.again = true;
                return entries;
            }
        }
        return entries;
    }

    /** Walks all values of a name in byte order. */
    Entries entries(int name) {
        Entries entries = new Entries();
        entries.startAt(name, 0);
        return entries;
    }

    /** A string as bytes to compare with. */
    private static final class Bytes {
        private final Region region;
        private final int length;

        Bytes(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            region = Region.ofHeap(bytes);
            length = bytes.length;
        }

        int compare(Region other, long start, int otherLength) {
            return region.compareBytes(0, length, other, start, otherLength);
        }
    }

    /** A cursor over the values of one name. */
    final class Entries {
        private final RegionInput input = section.input();
        private int name;
        private int next;
        private int end;
        private long nameStart;
        private int nameLength;
        private long valueStart;
        private int valueLength;
        private long listOffset;

        /** Whether the next call of {@link #next()} stays where this is. */
        private boolean again;

        private void startAt(int newName, int value) {
            name = newName;
            next = value;
            end = samples.values(newName);
        }

        private void seek(int newName, int value) {
            startAt(newName, value);
            next();
        }

        /** Moves to the next value; false at the end. */
        boolean next() {
            if (again) {
                again = false;
                return true;
            }
            if (next >= end) {
                return false;
            }
            if (next % samples.tableInterval() == 0) {
                input.at(section.start(), section.end());
                input.skip(samples.tableOffset(name, next / samples.tableInterval()));
            }
            next++;
            int keys = input.readByte();
            if (keys != IndexLayout.POSTINGS_TABLE_KEYS) {
                throw input.corrupt(IndexLayout.POSTINGS_TABLE_KEYS + " keys", keys);
            }
            nameLength = input.readStringLength();
            nameStart = input.position();
            input.skip(nameLength);
            valueLength = input.readStringLength();
            valueStart = input.position();
            input.skip(valueLength);
            listOffset = input.readUvarint();
            return true;
        }

        /** Returns the value. */
        String value() {
            return string(valueStart, valueLength);
        }

        /** Returns the length of the value in bytes. */
        int valueLength() {
            return valueLength;
        }

        /** Returns where the list of the value lies. */
        long listOffset() {
            return listOffset;
        }

        private String string(long start, int length) {
            byte[] bytes = new byte[length];
            section.region().getBytes(start, bytes, 0, length);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
