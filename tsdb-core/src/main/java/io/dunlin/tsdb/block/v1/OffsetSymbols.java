package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.block.SymbolCursor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The symbols of an index of version 1: references are offsets in the file. All offsets are held, once asked for. */
final class OffsetSymbols implements SymbolTable {
    private final IndexSection section;
    private final int[] offsets;

    OffsetSymbols(IndexSection section, int count) {
        this.section = section;
        this.offsets = new int[count];
        RegionInput input = section.input();
        input.skip(Integer.BYTES);
        for (int i = 0; i < count; i++) {
            offsets[i] = Math.toIntExact(input.position());
            input.skip(input.readStringLength());
        }
    }

    @Override
    public int count() {
        return offsets.length;
    }

    @Override
    public byte[] utf8(int reference) {
        rank(reference);
        RegionInput input = section.input().at(reference, section.end());
        byte[] bytes = new byte[input.readStringLength()];
        section.region().getBytes(input.position(), bytes, 0, bytes.length);
        return bytes;
    }

    @Override
    public long find(String symbol) {
        byte[] wanted = symbol.getBytes(StandardCharsets.UTF_8);
        SymbolCursor cursor = cursor();
        for (int i = 0; cursor.next(); i++) {
            if (Arrays.equals(wanted, 0, wanted.length, cursor.bytes(), 0, cursor.length())) {
                return offsets[i];
            }
        }
        return ABSENT;
    }

    @Override
    public int rank(int reference) {
        int rank = Arrays.binarySearch(offsets, reference);
        if (rank < 0) {
            throw section.input().corrupt("the offset of a symbol", reference);
        }
        return rank;
    }

    @Override
    public int reference(int rank) {
        return offsets[rank];
    }

    @Override
    public SymbolCursor cursor() {
        RegionInput input = section.input();
        input.skip(Integer.BYTES);
        return new SectionSymbolCursor(input, offsets.length);
    }
}
