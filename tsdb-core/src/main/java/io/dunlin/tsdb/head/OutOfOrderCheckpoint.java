package io.dunlin.tsdb.head;

import io.dunlin.tsdb.memory.Region;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Writes tables of out-of-order samples to a checkpoint, beside a running writer. One thread. */
final class OutOfOrderCheckpoint {
    private final CheckpointWriter writer;
    private final SeriesCapture capture = new SeriesCapture();

    OutOfOrderCheckpoint(CheckpointWriter writer) {
        this.writer = writer;
    }

    /** Writes that a table has begun. */
    void writeTable(HeadTable table) throws IOException {
        RecordWriter section = writer.section(SectionLayout.OUT_OF_ORDER_TABLE);
        section.putNumber(table.generation());
        section.putSigned(table.bornUntil());
        writer.sectionDone();
    }

    /** Writes the blocks of a series, the oldest first. */
    void writeBlocks(HeadTable table, int slot) throws IOException {
        capture.take(table, slot);
        if (!capture.hasOpen()) {
            return;
        }
        Region blocks = table.blocks().region();
        Deque<Long> full = new ArrayDeque<>();
        int packed = OutOfOrderBlockLayout.previous(capture.open(), 0);
        while (packed != 0) {
            full.push(HeadTable.blockAddress(packed));
            packed = OutOfOrderBlockLayout.previous(blocks, HeadTable.blockAddress(packed));
        }
        for (long block : full) {
            writeBlock(table, slot, blocks, block);
        }
        writeBlock(table, slot, capture.open(), 0);
    }

    private void writeBlock(HeadTable table, int slot, Region region, long block) throws IOException {
        RecordWriter section = writer.section(SectionLayout.OUT_OF_ORDER_BLOCK);
        section.putNumber(table.generation());
        section.putNumber(slot);
        section.putBytes(region, block, OutOfOrderBlockLayout.capacity(region, block));
        writer.sectionDone();
    }
}
