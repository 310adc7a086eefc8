package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.storage.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Writes an index file of version 2 and its sample sidecar from front to back, in memory that does not grow with the
 * number of series: all symbols, then all series, then {@link #finish}. What has to be sorted goes through scratch files.
 * Not thread-safe.
 */
final class IndexWriter implements AutoCloseable {
    private static final String POSTINGS_SCRATCH = "postings";
    private static final String TABLE_SCRATCH = "postings-table";
    private static final int EMPTY_STRING_LENGTH = 0;

    /** From this length on joining two checksums costs less than keeping the ids. */
    private static final int SHORT_LIST = 256;

    private final Disk disk;
    private final Path file;
    private final Path sampleFile;
    private final Path tableFile;
    private final MemoryScope scope;
    private final FileOutput output;
    private final PostingsSorter sorter;
    private final IndexSampleBuilder samples = new IndexSampleBuilder();
    private final EntryBuffer entry = new EntryBuffer();
    private final long hole;
    private final int[] firstIds = new int[SHORT_LIST];
    private byte[] lastSymbol = new byte[256];
    private int lastSymbolLength = -1;
    private int[] lastLabels = {};
    private int lastLabelCount;
    private IndexSection symbolSection;
    private long symbolsStart;
    private long seriesStart;
    private long seriesCount;
    private int checksum;

    /**
     * Makes the files {@code index} and {@code samples} in a directory.
     *
     * @param scratch a directory for files that are of no use afterwards; the caller deletes it
     * @param scope holds mappings of what has been written; the caller closes it after this
     * @param sizes how many postings entries are held in the heap, and what is left empty between sections
     */
    IndexWriter(Disk disk, Path directory, Path scratch, MemoryScope scope, BlockWriter.Sizes sizes)
            throws IOException {
        this.hole = sizes.hole();
        this.disk = disk;
        this.file = directory.resolve(IndexLayout.FILE_NAME);
        this.sampleFile = directory.resolve(IndexSampleLayout.FILE_NAME);
        this.tableFile = scratch.resolve(TABLE_SCRATCH);
        this.scope = scope;
        this.output = FileOutput.create(disk, file);
        this.sorter = openSorter(disk, scratch.resolve(POSTINGS_SCRATCH), sizes.postingsBuffer(), output);
        output.putInt(IndexLayout.MAGIC);
        output.putByte(IndexLayout.VERSION_2);
        symbolsStart = output.position();
        output.putInt(0);
        output.putInt(0);
        output.startChecksum();
    }

    private static PostingsSorter openSorter(Disk disk, Path path, int capacity, FileOutput opened) throws IOException {
        try {
            return new PostingsSorter(disk, path, capacity);
        } catch (IOException e) {
            opened.close();
            throw e;
        }
    }

    /** Adds the next string in byte order and returns its number, counted from 0. */
    int addSymbol(byte[] bytes, int length) throws IOException {
        if (symbolSection != null) {
            throw new IllegalStateException("a symbol after the first series");
        }
        if (lastSymbolLength >= 0 && Arrays.compareUnsigned(lastSymbol, 0, lastSymbolLength, bytes, 0, length) >= 0) {
            throw new IllegalArgumentException("symbols must come in byte order: number=" + samples.symbols());
        }
        if (lastSymbol.length < length) {
            lastSymbol = new byte[2 * length];
        }
        System.arraycopy(bytes, 0, lastSymbol, 0, length);
        lastSymbolLength = length;
        int number = samples.symbols();
        samples.addSymbol(output.position() - symbolsStart - Integer.BYTES);
        output.putUvarint(length);
        output.putBytes(bytes, 0, length);
        requireFits("symbol table", output.position() - symbolsStart, IndexLayout.MAX_SECTION_LENGTH);
        return number;
    }

    private void endSymbols() throws IOException {
        long end = output.position();
        long start = symbolsStart + Integer.BYTES;
        int entriesChecksum = output.checksum();
        output.patchInt(symbolsStart, (int) (end - start));
        output.patchInt(start, samples.symbols());
        output.putInt(checksumWithCount(samples.symbols(), entriesChecksum, end - start - Integer.BYTES));
        output.flush();
        Region written = disk.map(file, scope);
        symbolSection = new IndexSection(file.toString(), written, start, end);
        output.skip(hole);
        seriesStart = output.position();
    }

    /** Returns the checksum of a section that begins with a count, from that of what follows. */
    private static int checksumWithCount(int count, int checksum, long length) {
        CRC32C crc = new CRC32C();
        for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            crc.update(count >>> shift);
        }
        return Crc32cMath.join((int) crc.getValue(), checksum, length);
    }

    /**
     * Adds the next series in label order.
     *
     * @param labels the symbols of name, value, name, value …
     * @param labelCount how many pairs are used
     * @return its id
     */
    int addSeries(int[] labels, int labelCount, ChunkList chunks) throws IOException {
        if (symbolSection == null) {
            endSymbols();
        }
        requireOrder(labels, labelCount);
        output.align(IndexLayout.SERIES_ALIGNMENT);
        int id = (int) (output.position() / IndexLayout.SERIES_ALIGNMENT);
        entry.clear();
        entry.putUvarint(labelCount);
        sorter.add(PostingsSorter.ALL_SERIES, 0, id);
        for (int i = 0; i < labelCount; i++) {
            entry.putUvarint(labels[2 * i]);
            entry.putUvarint(labels[2 * i + 1]);
            sorter.add(labels[2 * i], labels[2 * i + 1], id);
        }
        chunks.write(entry);
        output.putUvarint(entry.length());
        output.startChecksum();
        output.putBytes(entry.bytes(), 0, entry.length());
        output.putInt(output.checksum());
        requireFits("index", output.position(), IndexLayout.MAX_FILE_LENGTH);
        seriesCount++;
        return id;
    }

    private void requireOrder(int[] labels, int labelCount) {
        for (int i = 1; i < labelCount; i++) {
            if (labels[2 * i - 2] >= labels[2 * i]) {
                throw new IllegalArgumentException("label names must rise: series=" + seriesCount + " label=" + i);
            }
        }
        boolean after =
                seriesCount == 0 || Arrays.compare(lastLabels, 0, 2 * lastLabelCount, labels, 0, 2 * labelCount) < 0;
        if (labelCount == 0 || !after) {
            throw new IllegalArgumentException(
                    "series must come in label order and have labels: series=" + seriesCount);
        }
        if (lastLabels.length < 2 * labelCount) {
            lastLabels = new int[4 * labelCount];
        }
        System.arraycopy(labels, 0, lastLabels, 0, 2 * labelCount);
        lastLabelCount = labelCount;
    }

    /** Writes postings, table and contents, and makes both files durable. There must be at least one series. */
    void finish() throws IOException {
        final long labelIndices = output.position();
        output.skip(hole);
        output.align(IndexLayout.POSTINGS_ALIGNMENT);
        final long postings = output.position();
        long entries;
        try (FileOutput table = FileOutput.createScratch(disk, tableFile)) {
            entries = writePostings(table);
            table.finish();
        }
        final long postingsTable = output.position();
        writeTable(entries);
        IndexContents contents =
                new IndexContents(symbolsStart, seriesStart, labelIndices, postingsTable, postings, postingsTable);
        checksum = contents.write(output);
        output.finish();
        try (FileOutput sampleOutput = FileOutput.create(disk, sampleFile)) {
            samples.write(sampleOutput, output.position(), checksum);
            sampleOutput.finish();
        }
    }

    /** Returns the length of the finished file. */
    long length() {
        return output.position();
    }

    /** Returns the checksum of the contents of the finished file. */
    int checksum() {
        return checksum;
    }

    private long writePostings(FileOutput table) throws IOException {
        NumberedSymbols symbols = new NumberedSymbols(symbolSection, samples.symbols(), samples::symbolOffset);
        RegionInput input = symbolSection.input();
        PostingsMerge merge = sorter.merge(scope);
        long entries = 0;
        int name = 0;
        while (merge.nextList()) {
            boolean firstOfName = entries == 0 || merge.name() != name;
            name = merge.name();
            // The table begins with its count of entries, which the scratch file lacks.
            samples.addTableEntry(firstOfName, Integer.BYTES + table.position());
            table.putByte(IndexLayout.POSTINGS_TABLE_KEYS);
            if (name == PostingsSorter.ALL_SERIES) {
                table.putUvarint(EMPTY_STRING_LENGTH);
                table.putUvarint(EMPTY_STRING_LENGTH);
            } else {
                copySymbol(symbols, name, input, table);
                copySymbol(symbols, merge.value(), input, table);
            }
            table.putUvarint(writeList(merge));
            entries++;
        }
        return entries;
    }

    private static void copySymbol(NumberedSymbols symbols, int symbol, RegionInput input, FileOutput table)
            throws IOException {
        int length = symbols.seek(symbol, input);
        table.putUvarint(length);
        table.putRegion(input.region(), input.position(), length);
    }

    /** Writes one postings list and returns where it begins. */
    private long writeList(PostingsMerge merge) throws IOException {
        output.align(IndexLayout.POSTINGS_ALIGNMENT);
        final long start = output.position();
        int count = 0;
        while (count < firstIds.length && merge.hasId()) {
            firstIds[count++] = merge.nextId();
        }
        if (merge.hasId()) {
            writeLongList(merge, start);
        } else {
            writeShortList(count);
        }
        return start;
    }

    /** Of a list whose ids are all known its count is too, and comes first: most lists are of one series. */
    private void writeShortList(int count) throws IOException {
        output.putInt(Integer.BYTES + count * Integer.BYTES);
        output.startChecksum();
        output.putInt(count);
        for (int i = 0; i < count; i++) {
            output.putInt(firstIds[i]);
        }
        output.putInt(output.checksum());
    }

    /** Fills in length and count when all ids are written; the checksum begins with the count and is put together then. */
    private void writeLongList(PostingsMerge merge, long start) throws IOException {
        output.putInt(0);
        output.putInt(0);
        output.startChecksum();
        for (int id : firstIds) {
            output.putInt(id);
        }
        int count = firstIds.length;
        while (merge.hasId()) {
            output.putInt(merge.nextId());
            count++;
        }
        int checksum = output.checksum();
        long idsLength = (long) count * Integer.BYTES;
        requireFits("postings list", Integer.BYTES + idsLength, IndexLayout.MAX_SECTION_LENGTH);
        output.patchInt(start, (int) (Integer.BYTES + idsLength));
        output.patchInt(start + Integer.BYTES, count);
        output.putInt(checksumWithCount(count, checksum, idsLength));
    }

    private void writeTable(long entries) throws IOException {
        long length = Integer.BYTES + disk.size(tableFile);
        requireFits("postings table", length, IndexLayout.MAX_SECTION_LENGTH);
        requireFits("postings table entries", entries, IndexLayout.MAX_SECTION_LENGTH);
        Region table = disk.map(tableFile, scope);
        output.putInt((int) length);
        output.startChecksum();
        output.putInt((int) entries);
        output.putRegion(table, 0, length - Integer.BYTES);
        output.putInt(output.checksum());
    }

    private void requireFits(String what, long length, long limit) {
        if (length > limit) {
            throw new StorageException("block does not fit the index format: file=" + file + " part=" + what
                    + " length=" + length + " limit=" + limit);
        }
    }

    /** Closes the files as they are. Idempotent. */
    @Override
    public void close() throws IOException {
        try (sorter) {
            output.close();
        }
    }
}
