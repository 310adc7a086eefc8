package io.dunlin.tsdb.head;

import java.io.IOException;

/**
 * Writes the open chunks of series in a row to one section of a checkpoint ({@link SectionLayout#OPEN_CHUNKS}), so that they
 * are copied at once on reading. One thread.
 */
final class OpenChunkWriter {
    /** How long the blocks of one section become, in bytes. */
    private static final int SECTION_LENGTH = 64 << 10;

    private final CheckpointWriter writer;
    private final HeadTable table;
    private final RecordWriter sealed = new RecordWriter();
    private final RecordWriter blocks = new RecordWriter();
    private int first;
    private int count;

    OpenChunkWriter(CheckpointWriter writer, HeadTable table) {
        this.writer = writer;
        this.table = table;
    }

    /**
     * Writes the open chunk of a series, whose slot is greater than all before.
     *
     * @param capture the series
     * @param newest the address of its newest sealed chunk, {@link EpochChunks#NONE} for none
     */
    void write(int slot, SeriesCapture capture, long newest) throws IOException {
        boolean sameKind = (sealed.length() > 0) == (newest != EpochChunks.NONE);
        if (slot != first + count || blocks.length() >= SECTION_LENGTH || !sameKind) {
            writeSection();
            first = slot;
        }
        if (newest != EpochChunks.NONE) {
            sealed.putLong(newest);
            sealed.putLong(capture.total() - capture.openSamples());
        }
        blocks.putAll(capture.open(), 0, OpenBlockLayout.capacity(capture.open(), 0));
        count++;
    }

    /** Writes what is left. */
    void writeSection() throws IOException {
        if (count == 0) {
            return;
        }
        RecordWriter section = writer.section(SectionLayout.OPEN_CHUNKS);
        section.putNumber(table.generation());
        section.putNumber(first);
        section.putNumber(count);
        section.putByte(sealed.length() > 0 ? 1 : 0);
        section.putAll(sealed);
        section.putBytes(blocks.bytes(), blocks.length());
        writer.sectionDone();
        sealed.clear();
        blocks.clear();
        count = 0;
    }
}
