package io.dunlin.tsdb.block.v1;

import java.io.IOException;
import org.agrona.collections.IntArrayList;

/**
 * Collects the samples of an index while it is written or scanned: symbols first, then the entries of the postings table.
 * Keeps one number for 32 of either.
 */
final class IndexSampleBuilder {
    private final int tableInterval;
    private final IntArrayList symbolSamples = new IntArrayList();
    private final IntArrayList tableSamples = new IntArrayList();

    /** First sample and number of values of each name. */
    private final IntArrayList names = new IntArrayList();

    private int symbols;
    private int values;

    /** Makes a builder for what a sidecar holds. */
    IndexSampleBuilder() {
        this(IndexSampleLayout.INTERVAL);
    }

    /** Makes a builder with another distance of samples in the postings table. */
    IndexSampleBuilder(int tableInterval) {
        this.tableInterval = tableInterval;
    }

    /** Adds the next symbol; {@code offset} is its place behind the section's length. */
    void addSymbol(long offset) {
        if (symbols % IndexSampleLayout.INTERVAL == 0) {
            symbolSamples.addInt((int) offset);
        }
        symbols++;
    }

    /** Adds the next entry of the postings table; {@code offset} is its place behind the section's length. */
    void addTableEntry(boolean firstOfName, long offset) {
        if (firstOfName) {
            endName();
            names.addInt(tableSamples.size());
            values = 0;
        }
        if (values % tableInterval == 0) {
            tableSamples.addInt((int) offset);
        }
        values++;
    }

    private void endName() {
        if (!names.isEmpty()) {
            names.addInt(values);
        }
    }

    /** Returns the number of symbols so far. */
    int symbols() {
        return symbols;
    }

    /** Returns the place of symbol {@code 32 * sample} behind the symbol section's length. */
    long symbolOffset(int sample) {
        return symbolSamples.getInt(sample) & 0xFFFF_FFFFL;
    }

    /** Writes the whole file; nothing may be added afterwards. */
    void write(FileOutput output, long indexLength, int indexChecksum) throws IOException {
        endName();
        output.startChecksum();
        output.putInt(IndexSampleLayout.MAGIC);
        output.putByte(IndexSampleLayout.VERSION);
        output.align(IndexSampleLayout.HEADER_LENGTH);
        for (IntArrayList list : new IntArrayList[] {symbolSamples, tableSamples, names}) {
            for (int i = 0; i < list.size(); i++) {
                output.putInt(list.getInt(i));
            }
        }
        output.putInt(symbols);
        output.putInt(tableSamples.size());
        output.putInt(names.size() / 2);
        output.putLong(indexLength);
        output.putInt(indexChecksum);
        output.putInt(output.checksum());
    }

    /** Returns the samples for reading; nothing may be added afterwards. */
    IndexSamples build() {
        endName();
        return new IndexSamples.InMemory(symbolSamples, tableSamples, names, symbols, tableInterval);
    }
}
