package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.storage.CorruptDataException;
import java.io.IOException;

/**
 * The table of contents at the end of an index file: where each section begins. An offset of zero means that the section
 * is absent.
 *
 * @param symbols the symbol table
 * @param series the first series
 * @param labelIndices what follows the last series; label indices themselves are no longer used
 * @param labelIndicesTable no longer used
 * @param postings the first postings list
 * @param postingsTable the postings table
 */
record IndexContents(
        long symbols, long series, long labelIndices, long labelIndicesTable, long postings, long postingsTable) {

    /** Reads the contents of a file of {@code length} bytes and checks that they lie in it. */
    static IndexContents read(String file, Region region, long length) {
        long start = length - IndexLayout.CONTENTS_LENGTH;
        if (start < IndexLayout.HEADER_LENGTH) {
            throw new CorruptDataException(file, length, "a table of contents", "the end of the file");
        }
        int stored = region.getIntBigEndian(start + IndexLayout.CONTENTS_CHECKSUM);
        int computed = region.crc32c(start, IndexLayout.CONTENTS_CHECKSUM);
        if (stored != computed) {
            throw new CorruptDataException(file, start, checksum(stored), checksum(computed));
        }
        IndexContents contents = new IndexContents(
                region.getLongBigEndian(start + IndexLayout.CONTENTS_SYMBOLS),
                region.getLongBigEndian(start + IndexLayout.CONTENTS_SERIES),
                region.getLongBigEndian(start + IndexLayout.CONTENTS_LABEL_INDICES),
                region.getLongBigEndian(start + IndexLayout.CONTENTS_LABEL_INDICES_TABLE),
                region.getLongBigEndian(start + IndexLayout.CONTENTS_POSTINGS),
                region.getLongBigEndian(start + IndexLayout.CONTENTS_POSTINGS_TABLE));
        for (long offset : new long[] {contents.symbols, contents.series, contents.postings, contents.postingsTable}) {
            if (offset < 0 || offset > start) {
                throw new CorruptDataException(file, start, "a section before " + start, offset);
            }
        }
        return contents;
    }

    /** Writes the contents and returns their checksum, which is written behind them. */
    int write(FileOutput output) throws IOException {
        output.startChecksum();
        output.putLong(symbols);
        output.putLong(series);
        output.putLong(labelIndices);
        output.putLong(labelIndicesTable);
        output.putLong(postings);
        output.putLong(postingsTable);
        int checksum = output.checksum();
        output.putInt(checksum);
        return checksum;
    }

    /** Prints a checksum for an error message. */
    static String checksum(int crc) {
        return "CRC32C " + Integer.toHexString(crc);
    }
}
