package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.memory.MemoryScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.agrona.collections.Int2IntHashMap;
import org.agrona.collections.LongArrayList;

/**
 * Turns label pairs in series order into postings in label order, in a fixed amount of heap: entries collect in a buffer,
 * a full buffer is sorted and written to a scratch file as one <em>piece</em>, and {@link PostingsMerge} reads all pieces
 * side by side.
 * <pre>
 * piece   { group } …
 * group   | name symbol &lt;4b&gt; | entries &lt;4b&gt; | { value symbol &lt;4b&gt;, series id &lt;4b&gt; } … |
 * </pre>
 * Groups lie in rising order of names, entries in rising order of values, then ids.
 */
final class PostingsSorter implements AutoCloseable {
    /** The name symbol under which the list of all series is kept; sorts before every real one. */
    static final int ALL_SERIES = -1;

    /** How many entries the buffer holds by default. */
    static final int DEFAULT_CAPACITY = 1 << 19;

    private static final int ABSENT = -1;
    private static final int RADIX_BITS = 11;
    private static final int RADIX = 1 << RADIX_BITS;
    private static final long SERIES_MASK = 0xFFFF_FFFFL;
    private static final int RADIX_WORTHWHILE = 2 * RADIX;

    private final Disk disk;
    private final Path file;
    private final FileOutput output;
    private final LongArrayList pieceStarts = new LongArrayList();
    private final Int2IntHashMap nameNumbers = new Int2IntHashMap(ABSENT);
    private final int[] digitCounts = new int[RADIX];
    private final int[] names;
    private long[] entries;
    private long[] spare;
    private int size;

    /**
     * Makes a sorter.
     *
     * @param file the scratch file to make
     * @param capacity how many entries to hold at once, 20 bytes each
     */
    PostingsSorter(Disk disk, Path file, int capacity) throws IOException {
        this.disk = disk;
        this.file = file;
        this.output = FileOutput.createScratch(disk, file);
        this.names = new int[capacity];
        this.entries = new long[capacity];
        this.spare = new long[capacity];
    }

    /** Adds a series to the list of a label pair; series come in rising order. */
    void add(int nameSymbol, int valueSymbol, int seriesId) throws IOException {
        if (size == entries.length) {
            writePiece();
        }
        int number = nameNumbers.get(nameSymbol);
        if (number == ABSENT) {
            number = nameNumbers.size();
            nameNumbers.put(nameSymbol, number);
        }
        names[size] = number;
        entries[size++] = (long) valueSymbol << Integer.SIZE | seriesId & SERIES_MASK;
    }

    /** Ends adding and returns all lists in order. The scope holds the mapped scratch file. */
    PostingsMerge merge(MemoryScope scope) throws IOException {
        if (size > 0) {
            writePiece();
        }
        pieceStarts.addLong(output.position());
        output.finish();
        return new PostingsMerge(disk.map(file, scope), pieceStarts.toLongArray());
    }

    private void writePiece() throws IOException {
        pieceStarts.addLong(output.position());
        int[] symbols = new int[nameNumbers.size()];
        nameNumbers.forEachInt((symbol, number) -> symbols[number] = symbol);
        int[] ends = partitionByName(symbols.length);
        long[] order = new long[symbols.length];
        for (int number = 0; number < symbols.length; number++) {
            order[number] = (long) symbols[number] << Integer.SIZE | number;
        }
        Arrays.sort(order);
        for (long entry : order) {
            int number = (int) entry;
            int from = number == 0 ? 0 : ends[number - 1];
            writeGroup(symbols[number], from, ends[number]);
        }
        size = 0;
    }

    /** Moves the entries of each name side by side, in the order they came, and returns where each name's end. */
    private int[] partitionByName(int nameCount) {
        int[] next = new int[nameCount + 1];
        for (int i = 0; i < size; i++) {
            next[names[i] + 1]++;
        }
        for (int number = 0; number < nameCount; number++) {
            next[number + 1] += next[number];
        }
        for (int i = 0; i < size; i++) {
            spare[next[names[i]]++] = entries[i];
        }
        long[] swap = entries;
        entries = spare;
        spare = swap;
        return next;
    }

    private void writeGroup(int symbol, int from, int to) throws IOException {
        if (from == to) {
            return;
        }
        long[] sorted = sort(from, to);
        output.putInt(symbol);
        output.putInt(to - from);
        for (int i = from; i < to; i++) {
            output.putLong(sorted[i]);
        }
    }

    /** Sorts by value; ids rise already, so a stable sort of the upper half is enough. Returns the array with the result. */
    private long[] sort(int from, int to) {
        if (to - from < RADIX_WORTHWHILE) {
            Arrays.sort(entries, from, to);
            return entries;
        }
        long used = 0;
        for (int i = from; i < to; i++) {
            used |= entries[i];
        }
        long[] source = entries;
        long[] target = spare;
        for (int shift = Integer.SIZE; shift < Long.SIZE && used >>> shift != 0; shift += RADIX_BITS) {
            sortByDigit(source, target, from, to, shift);
            long[] swap = source;
            source = target;
            target = swap;
        }
        return source;
    }

    private void sortByDigit(long[] source, long[] target, int from, int to, int shift) {
        Arrays.fill(digitCounts, 0);
        for (int i = from; i < to; i++) {
            digitCounts[(int) (source[i] >>> shift) & RADIX - 1]++;
        }
        int next = from;
        for (int digit = 0; digit < RADIX; digit++) {
            int count = digitCounts[digit];
            digitCounts[digit] = next;
            next += count;
        }
        for (int i = from; i < to; i++) {
            target[digitCounts[(int) (source[i] >>> shift) & RADIX - 1]++] = source[i];
        }
    }

    @Override
    public void close() throws IOException {
        output.close();
    }
}
