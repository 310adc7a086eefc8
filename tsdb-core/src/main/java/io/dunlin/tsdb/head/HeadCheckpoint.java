package io.dunlin.tsdb.head;

import io.dunlin.tsdb.index.IdentityTable;
import io.dunlin.tsdb.index.LabelEncoding;
import io.dunlin.tsdb.model.Exemplar;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.MetricMetadata;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.ExpandableArrayBuffer;
import org.roaringbitmap.RoaringBitmap;

/**
 * Writes the head as one snapshot shows it: tables, series, open chunks, and which sealed chunks there are; those lie in
 * files of their own, which it makes durable. It reads beside the writer, so a series may be in it
 * with samples of later records; replaying those records leaves out what is there already.
 */
final class HeadCheckpoint {
    /** The most hashes of one section. */
    private static final int MOST_IDENTITIES = 4096;

    private final HeadSnapshot snapshot;
    private final HeadParts parts;
    private final CommitQueue commits;
    private final SeriesCapture capture = new SeriesCapture();
    private final ExpandableArrayBuffer encoded = new ExpandableArrayBuffer(512);
    private final DeletedRanges deleted = new DeletedRanges();

    HeadCheckpoint(HeadSnapshot snapshot, HeadParts parts, CommitQueue commits) {
        this.snapshot = snapshot;
        this.parts = parts;
        this.commits = commits;
    }

    private record TableTimes(int generation, long oldest, long newest) {}

    /** Writes all sections. */
    void writeTo(CheckpointWriter writer) throws IOException {
        RecordWriter seeds = writer.section(SectionLayout.SEEDS);
        seeds.putLong(parts.generations().hash().seedLow());
        seeds.putLong(parts.generations().hash().seedHigh());
        writer.sectionDone();
        RecordWriter boundary = writer.section(SectionLayout.BOUNDARY);
        boundary.putSigned(snapshot.boundary());
        writer.sectionDone();
        writer.section(SectionLayout.EPOCH_LENGTH).putNumber(parts.epochs().length());
        writer.sectionDone();
        List<HeadSnapshot.TableView> tables = snapshot.tables();
        for (int i = tables.size() - 1; i >= 0; i--) {
            writeTable(writer, tables.get(i).table());
        }
        for (HeadSnapshot.TableView view : tables) {
            writeSlots(writer, view);
        }
        writer.framesDone();
        for (HeadSnapshot.TableView view : tables) {
            writeIdentities(writer, view);
            LabelWriter labels = new LabelWriter(view.table(), writer);
            OpenChunkWriter open = new OpenChunkWriter(writer, view.table());
            RoaringBitmap visible = view.visible();
            for (int slot : visible) {
                labels.write(slot);
                writeChunks(writer, open, view.table(), slot);
                writeDeleted(writer, view, slot);
            }
            open.writeSection();
            labels.writePostings(visible);
            if (view.leaving()) {
                writer.section(SectionLayout.LEAVING).putNumber(view.table().generation());
                writer.sectionDone();
            }
        }
        writeOutOfOrder(writer);
        writeExemplars(writer);
        writeMetadata(writer);
        writer.framesDone();
        writeEpochs(writer);
    }

    /** From the oldest to the newest, and the tenured one last, as they were begun. */
    private static void writeTable(CheckpointWriter writer, HeadTable table) throws IOException {
        RecordWriter section = writer.section(SectionLayout.TABLE);
        section.putNumber(table.generation());
        section.putSigned(table.bornUntil());
        writer.sectionDone();
    }

    private void writeOutOfOrder(CheckpointWriter writer) throws IOException {
        OutOfOrderCheckpoint blocks = new OutOfOrderCheckpoint(writer);
        for (HeadSnapshot.TableView view : snapshot.outOfOrder()) {
            blocks.writeTable(view.table());
            for (int slot : view.visible()) {
                writeLabels(writer, view.table(), slot);
                blocks.writeBlocks(view.table(), slot);
            }
        }
    }

    private void writeLabels(CheckpointWriter writer, HeadTable table, int slot) throws IOException {
        RecordWriter section = writer.section(SectionLayout.SERIES);
        putReference(section, table, slot);
        int length = table.index().encode(table.labelSet(slot), encoded);
        section.putBytes(encoded, 0, length);
        writer.sectionDone();
    }

    private static void writeSlots(CheckpointWriter writer, HeadSnapshot.TableView view) throws IOException {
        RecordWriter section = writer.section(SectionLayout.SLOTS);
        section.putNumber(view.table().generation());
        section.putNumber(view.count());
        ByteBuffer moved = ByteBuffer.allocate(view.moved().serializedSizeInBytes());
        view.moved().serialize(moved);
        section.putBytes(moved.array());
        writer.sectionDone();
    }

    /** The hashes in the order in which they were added, so that who reads them finds series in that order again. */
    private static void writeIdentities(CheckpointWriter writer, HeadSnapshot.TableView view) throws IOException {
        RecordWriter hashes = new RecordWriter();
        int count = 0;
        IdentityTable.Cursor cursor = view.table().index().identities().cursor();
        while (cursor.next()) {
            if (cursor.slot() < view.count() && !view.moved().contains(cursor.slot())) {
                hashes.putLong(cursor.low());
                hashes.putLong(cursor.high());
                hashes.putNumber(cursor.slot());
                count++;
            }
            if (count == MOST_IDENTITIES) {
                writeIdentities(writer, view, count, hashes);
                count = 0;
            }
        }
        writeIdentities(writer, view, count, hashes);
    }

    private static void writeIdentities(
            CheckpointWriter writer, HeadSnapshot.TableView view, int count, RecordWriter hashes) throws IOException {
        RecordWriter section = writer.section(SectionLayout.IDENTITIES);
        section.putNumber(view.table().generation());
        section.putNumber(count);
        section.putAll(hashes);
        hashes.clear();
        writer.sectionDone();
    }

    private void writeChunks(CheckpointWriter writer, OpenChunkWriter open, HeadTable table, int slot)
            throws IOException {
        capture.take(table, slot);
        boolean hasSealed =
                capture.sealed() != EpochChunks.NONE && EpochChunks.epochOf(capture.sealed()) >= snapshot.firstEpoch();
        if (capture.hasOpen()) {
            open.write(slot, capture, hasSealed ? capture.sealed() : EpochChunks.NONE);
        } else if (hasSealed) {
            RecordWriter sealed = writer.section(SectionLayout.SEALED_CHUNKS);
            putReference(sealed, table, slot);
            sealed.putNumber(capture.total());
            sealed.putLong(capture.sealed());
            writer.sectionDone();
        }
    }

    private void writeDeleted(CheckpointWriter writer, HeadSnapshot.TableView view, int slot) throws IOException {
        long[] pairs = view.tombstones().of(slot);
        if (pairs.length == 0) {
            return;
        }
        deleted.clear();
        for (int i = 0; i < pairs.length; i += 2) {
            deleted.add(view.table().reference(slot), pairs[i], pairs[i + 1]);
        }
        HeadLog.putDeleted(deleted, writer.sections());
        writer.sectionDone();
    }

    private static void putReference(RecordWriter section, HeadTable table, int slot) {
        section.putNumber(table.generation());
        section.putNumber(slot);
    }

    /** Last, so that it covers every sealed chunk and sample of the series above. */
    private void writeEpochs(CheckpointWriter writer) throws IOException {
        List<EpochChunks.Mark> marks = new ArrayList<>();
        List<TableTimes> times = new ArrayList<>();
        commits.run(CommitQueue.Entry.of(() -> {
            parts.epochs().all().forEach(epoch -> marks.add(epoch.mark()));
            for (HeadTable table : parts.generations().live()) {
                times.add(new TableTimes(table.generation(), table.minTime(), table.maxTime()));
            }
        }));
        for (TableTimes table : times) {
            RecordWriter section = writer.section(SectionLayout.TIMES);
            section.putNumber(table.generation());
            section.putSigned(table.oldest());
            section.putSigned(table.newest());
            writer.sectionDone();
        }
        for (EpochChunks.Mark mark : marks) {
            mark.epoch().flush(mark);
        }
        RecordWriter section = writer.section(SectionLayout.EPOCHS);
        section.putNumber(marks.size());
        for (EpochChunks.Mark mark : marks) {
            section.putSigned(mark.epoch().epoch());
            section.putNumber(mark.used());
            section.putNumber(mark.chunks());
            section.putSigned(mark.minTime());
            section.putSigned(mark.maxTime());
        }
        writer.sectionDone();
    }

    private void writeExemplars(CheckpointWriter writer) throws IOException {
        Map<Labels, List<Exemplar>> all = parts.exemplars().select(List.of(), Long.MIN_VALUE, Long.MAX_VALUE);
        for (Map.Entry<Labels, List<Exemplar>> series : all.entrySet()) {
            for (Exemplar exemplar : series.getValue()) {
                RecordWriter section = writer.section(SectionLayout.EXEMPLAR);
                putLabels(section, series.getKey());
                section.putSigned(exemplar.timestamp());
                section.putLong(Double.doubleToRawLongBits(exemplar.value()));
                putLabels(section, exemplar.labels());
                writer.sectionDone();
            }
        }
    }

    private void putLabels(RecordWriter section, Labels labels) {
        section.putBytes(encoded, 0, LabelEncoding.encode(labels, encoded, 0));
    }

    private void writeMetadata(CheckpointWriter writer) throws IOException {
        for (MetricMetadata family : parts.metadata().all()) {
            RecordWriter section = writer.section(SectionLayout.METADATA);
            for (String text : List.of(family.family(), family.type(), family.help(), family.unit())) {
                section.putBytes(text.getBytes(StandardCharsets.UTF_8));
            }
            writer.sectionDone();
        }
    }
}
