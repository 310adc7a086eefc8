package io.dunlin.tsdb.block.v1;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Makes the checksums in files of a block right, whatever the bytes are, so that fuzzing reaches what is behind them. */
final class RepairedSums {
    private final byte[] bytes;
    private final ByteBuffer buffer;

    private RepairedSums(byte[] bytes) {
        this.bytes = bytes.clone();
        this.buffer = ByteBuffer.wrap(this.bytes);
    }

    /** Repairs an index as far as its table of contents leads. */
    static byte[] index(byte[] bytes) {
        RepairedSums file = new RepairedSums(bytes);
        int contents = bytes.length - IndexLayout.CONTENTS_LENGTH;
        if (contents < IndexLayout.HEADER_LENGTH) {
            return bytes;
        }
        file.checksum(contents, contents + IndexLayout.CONTENTS_CHECKSUM);
        file.section(file.buffer.getLong(contents + IndexLayout.CONTENTS_SYMBOLS));
        file.section(file.buffer.getLong(contents + IndexLayout.CONTENTS_POSTINGS_TABLE));
        file.entries(file.buffer.getLong(contents + IndexLayout.CONTENTS_SERIES), IndexLayout.SERIES_ALIGNMENT, 0);
        file.sections(file.buffer.getLong(contents + IndexLayout.CONTENTS_POSTINGS));
        return file.bytes;
    }

    /** Repairs a chunk file. */
    static byte[] chunks(byte[] bytes) {
        RepairedSums file = new RepairedSums(bytes);
        file.entries(ChunkSegmentLayout.HEADER_LENGTH, 1, ChunkSegmentLayout.ENCODING_LENGTH);
        return file.bytes;
    }

    /** Repairs a file whose last four bytes are the checksum of those from some place on. */
    static byte[] whole(byte[] bytes, int from) {
        RepairedSums file = new RepairedSums(bytes);
        if (bytes.length >= from + Integer.BYTES) {
            file.checksum(from, bytes.length - Integer.BYTES);
        }
        return file.bytes;
    }

    /** Repairs a file of start timestamps as far as the entries of its groups lead. */
    static byte[] starts(byte[] bytes) {
        RepairedSums file = new RepairedSums(bytes);
        int footer = bytes.length - StartsLayout.FOOTER_LENGTH;
        if (footer < StartsLayout.HEADER_LENGTH) {
            return bytes;
        }
        long groups = file.buffer.getInt(footer + StartsLayout.FOOTER_GROUPS);
        long entries = footer - groups * StartsLayout.ENTRY_LENGTH;
        if (groups < 0 || entries < StartsLayout.HEADER_LENGTH) {
            return bytes;
        }
        file.checksum((int) entries, footer + StartsLayout.FOOTER_CHECKSUM);
        for (int group = 0; group < groups; group++) {
            int entry = (int) entries + group * StartsLayout.ENTRY_LENGTH;
            long start = file.buffer.getLong(entry + StartsLayout.ENTRY_PLACE);
            long end = group + 1 == groups
                    ? entries
                    : file.buffer.getLong(entry + StartsLayout.ENTRY_LENGTH + StartsLayout.ENTRY_PLACE);
            if (start >= StartsLayout.HEADER_LENGTH && end <= entries && start <= end - Integer.BYTES) {
                file.checksum((int) start, (int) end - Integer.BYTES);
            }
        }
        return file.bytes;
    }

    /** Repairs a file of digests as far as the number of series leads. */
    static byte[] digests(byte[] bytes) {
        RepairedSums file = new RepairedSums(bytes);
        int footer = bytes.length - DigestsLayout.FOOTER_LENGTH;
        if (footer < DigestsLayout.HEADER_LENGTH) {
            return bytes;
        }
        file.checksum(footer, footer + DigestsLayout.FOOTER_CHECKSUM);
        int series = file.buffer.getInt(footer + DigestsLayout.FOOTER_SERIES);
        if (series < 0 || DigestsLayout.length(series) != bytes.length) {
            return file.bytes;
        }
        for (int group = 0; group < DigestsLayout.groups(series); group++) {
            int start = (int) DigestsLayout.place(group);
            file.checksum(start, start + DigestsLayout.size(group, series) * DigestsLayout.LENGTH);
        }
        return file.bytes;
    }

    private void checksum(int start, int end) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, start, end - start);
        buffer.putInt(end, (int) crc.getValue());
    }

    /** A 4-byte length, that many bytes, a checksum; returns where it ends, or -1 where it does not fit. */
    private int section(long offset) {
        if (offset < 0 || offset > bytes.length - 2 * Integer.BYTES) {
            return -1;
        }
        int start = (int) offset + Integer.BYTES;
        long length = buffer.getInt((int) offset) & 0xFFFF_FFFFL;
        if (length > bytes.length - Integer.BYTES - start) {
            return -1;
        }
        checksum(start, start + (int) length);
        return start + (int) length + Integer.BYTES;
    }

    private void sections(long offset) {
        long at = offset;
        while (at >= 0) {
            int end = section(at);
            at = end < 0 ? -1 : end + IndexLayout.POSTINGS_ALIGNMENT - 1 & -IndexLayout.POSTINGS_ALIGNMENT;
        }
    }

    /** Entries of a varint length, perhaps a few bytes that it does not count, the content and a checksum. */
    private void entries(long offset, int alignment, int uncounted) {
        long at = offset;
        while (at >= 0 && at < bytes.length) {
            int start = (int) at;
            long length = 0;
            int shift = 0;
            while (start < bytes.length && bytes[start] < 0 && shift < Integer.SIZE) {
                length |= (bytes[start++] & 0x7fL) << shift;
                shift += 7;
            }
            if (start >= bytes.length) {
                return;
            }
            length |= (bytes[start++] & 0x7fL) << shift;
            long end = start + uncounted + length;
            if (length < 0 || end > bytes.length - Integer.BYTES) {
                return;
            }
            checksum(start, (int) end);
            at = end + Integer.BYTES + alignment - 1 & -alignment;
        }
    }
}
