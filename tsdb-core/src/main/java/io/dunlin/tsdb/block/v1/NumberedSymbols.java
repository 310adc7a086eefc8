package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.block.SymbolCursor;
import io.dunlin.tsdb.memory.Region;
import java.nio.charset.StandardCharsets;
import java.util.function.IntToLongFunction;

/** The symbols of an index of version 2: references are their places in byte order. Found through samples. */
final class NumberedSymbols implements SymbolTable {
    private final IndexSection section;
    private final int count;
    private final IntToLongFunction sampleOffsets;

    /**
     * Makes a table.
     *
     * @param sampleOffsets gives the place of every 32nd symbol behind the section's length
     */
    NumberedSymbols(IndexSection section, int count, IntToLongFunction sampleOffsets) {
        this.section = section;
        this.count = count;
        this.sampleOffsets = sampleOffsets;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public byte[] utf8(int reference) {
        RegionInput input = section.input();
        int length = seek(reference, input);
        byte[] bytes = new byte[length];
        section.region().getBytes(input.position(), bytes, 0, length);
        return bytes;
    }

    /** Moves to the first byte of a symbol and returns its length. */
    int seek(int reference, RegionInput input) {
        if (reference < 0 || reference >= count) {
            throw input.corrupt("a symbol below " + count, Integer.toUnsignedString(reference));
        }
        seekSample(reference / IndexSampleLayout.INTERVAL, input);
        for (int i = reference % IndexSampleLayout.INTERVAL; i > 0; i--) {
            input.skip(input.readStringLength());
        }
        return input.readStringLength();
    }

    private void seekSample(int sample, RegionInput input) {
        input.at(section.start(), section.end());
        input.skip(sampleOffsets.applyAsLong(sample));
    }

    @Override
    public long find(String symbol) {
        byte[] wanted = symbol.getBytes(StandardCharsets.UTF_8);
        Region wantedRegion = Region.ofHeap(wanted);
        RegionInput input = section.input();
        int low = 0;
        int high = IndexSampleLayout.samples(count);
        while (low < high) {
            int middle = low + high >>> 1;
            seekSample(middle, input);
            if (compareNext(input, wantedRegion, wanted.length) > 0) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        if (low == 0) {
            return ABSENT;
        }
        int first = (low - 1) * IndexSampleLayout.INTERVAL;
        seekSample(low - 1, input);
        for (int i = first; i < Math.min(count, first + IndexSampleLayout.INTERVAL); i++) {
            if (compareNext(input, wantedRegion, wanted.length) == 0) {
                return i;
            }
        }
        return ABSENT;
    }

    private int compareNext(RegionInput input, Region wanted, int wantedLength) {
        int length = input.readStringLength();
        long start = input.position();
        input.skip(length);
        return section.region().compareBytes(start, length, wanted, 0, wantedLength);
    }

    @Override
    public int rank(int reference) {
        return reference;
    }

    @Override
    public int reference(int rank) {
        return rank;
    }

    @Override
    public SymbolCursor cursor() {
        RegionInput input = section.input();
        input.skip(Integer.BYTES);
        return new SectionSymbolCursor(input, count);
    }
}
