package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.storage.CorruptDataException;
import org.agrona.collections.IntArrayList;

/** Where every 32nd symbol and postings table entry lie, from the mapped sidecar or from a scan. Thread-safe. */
interface IndexSamples {
    /** Returns the distance of samples in the postings table. */
    int tableInterval();

    /** Returns the number of symbols. */
    int symbols();

    /** Returns the place of symbol {@code 32 * sample} behind the symbol section's length. */
    long symbolOffset(int sample);

    /** Returns the number of label names in the postings table, the empty one of the list of all series included. */
    int names();

    /** Returns the number of values of a name. */
    int values(int name);

    /** Returns the place of value {@code sample * tableInterval()} of a name behind the table's length. */
    long tableOffset(int name, int sample);

    /** Samples that a scan collected. */
    record InMemory(
            IntArrayList symbolSamples,
            IntArrayList tableSamples,
            IntArrayList nameEntries,
            int symbols,
            int tableInterval)
            implements IndexSamples {
        @Override
        public long symbolOffset(int sample) {
            return symbolSamples.getInt(sample) & 0xFFFF_FFFFL;
        }

        @Override
        public int names() {
            return nameEntries.size() / 2;
        }

        @Override
        public int values(int name) {
            return nameEntries.getInt(2 * name + 1);
        }

        @Override
        public long tableOffset(int name, int sample) {
            return tableSamples.getInt(nameEntries.getInt(2 * name) + sample) & 0xFFFF_FFFFL;
        }
    }

    /** Samples in a mapped sidecar. */
    record Mapped(String file, Region region, int symbols, int names, long tableStart, long namesStart)
            implements IndexSamples {
        /**
         * Opens a sidecar and checks that it is whole and belongs to the index with this length and contents checksum.
         */
        static Mapped open(String file, Region region, long length, long indexLength, int indexChecksum) {
            long footer = length - IndexSampleLayout.FOOTER_LENGTH;
            if (footer < IndexSampleLayout.HEADER_LENGTH) {
                throw new CorruptDataException(file, length, "a footer", "the end of the file");
            }
            int stored = region.getIntBigEndian(footer + IndexSampleLayout.FOOTER_CHECKSUM);
            int computed = region.crc32c(0, footer + IndexSampleLayout.FOOTER_CHECKSUM);
            if (stored != computed) {
                throw new CorruptDataException(
                        file, 0, IndexContents.checksum(stored), IndexContents.checksum(computed));
            }
            check(file, 0, IndexSampleLayout.MAGIC, region.getIntBigEndian(0));
            int version = region.getByte(IndexSampleLayout.VERSION_OFFSET);
            check(file, IndexSampleLayout.VERSION_OFFSET, IndexSampleLayout.VERSION, version);
            check(file, footer, indexLength, region.getLongBigEndian(footer + IndexSampleLayout.FOOTER_INDEX_LENGTH));
            check(
                    file,
                    footer,
                    indexChecksum,
                    region.getIntBigEndian(footer + IndexSampleLayout.FOOTER_INDEX_CHECKSUM));
            int symbols = region.getIntBigEndian(footer + IndexSampleLayout.FOOTER_SYMBOLS);
            int tableSamples = region.getIntBigEndian(footer + IndexSampleLayout.FOOTER_TABLE_SAMPLES);
            int names = region.getIntBigEndian(footer + IndexSampleLayout.FOOTER_NAMES);
            long table = IndexSampleLayout.HEADER_LENGTH
                    + (long) IndexSampleLayout.samples(symbols) * IndexSampleLayout.SAMPLE_LENGTH;
            long namesStart = table + (long) tableSamples * IndexSampleLayout.SAMPLE_LENGTH;
            check(file, footer, footer, namesStart + (long) names * IndexSampleLayout.NAME_LENGTH);
            if (symbols < 0 || tableSamples < 0 || names < 0) {
                throw new CorruptDataException(file, footer, "counts of at least 0", Math.min(symbols, names));
            }
            return new Mapped(file, region, symbols, names, table, namesStart);
        }

        @Override
        public int tableInterval() {
            return IndexSampleLayout.INTERVAL;
        }

        private static void check(String file, long offset, long expected, long actual) {
            if (expected != actual) {
                throw new CorruptDataException(file, offset, expected, actual);
            }
        }

        @Override
        public long symbolOffset(int sample) {
            long at = IndexSampleLayout.HEADER_LENGTH + (long) sample * IndexSampleLayout.SAMPLE_LENGTH;
            return region.getIntBigEndian(at) & 0xFFFF_FFFFL;
        }

        @Override
        public int values(int name) {
            return region.getIntBigEndian(nameAt(name) + IndexSampleLayout.NAME_VALUES);
        }

        @Override
        public long tableOffset(int name, int sample) {
            int first = region.getIntBigEndian(nameAt(name) + IndexSampleLayout.NAME_FIRST_SAMPLE);
            long at = tableStart + ((long) first + sample) * IndexSampleLayout.SAMPLE_LENGTH;
            if (at < tableStart || at >= namesStart) {
                throw new CorruptDataException(file, at, "a sample before " + namesStart, at);
            }
            return region.getIntBigEndian(at) & 0xFFFF_FFFFL;
        }

        private long nameAt(int name) {
            return namesStart + (long) name * IndexSampleLayout.NAME_LENGTH;
        }
    }
}
