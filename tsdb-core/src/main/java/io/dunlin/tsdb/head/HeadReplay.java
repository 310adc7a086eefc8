package io.dunlin.tsdb.head;

import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.index.Hash128;
import io.dunlin.tsdb.index.LabelEncoding;
import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.model.Exemplar;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.MetricMetadata;
import io.dunlin.tsdb.storage.CorruptDataException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.agrona.concurrent.UnsafeBuffer;
import org.roaringbitmap.RoaringBitmap;

/**
 * Builds the head again from its log: the records tell what the writer did, and the same is done by reference, without
 * looking anything up by labels. A sample that is there already is left out, so replaying too much does no harm; one whose
 * series' record was lost is counted. One thread, before the head has readers.
 */
final class HeadReplay {
    private final Generations generations;
    private final SeriesWriter series;
    private final OutOfOrderTables outOfOrder;
    private final OutOfOrderWriter outOfOrderWriter;
    private final ExemplarStore exemplars;
    private final MetadataStore metadata;
    private final Epochs epochs;
    private final ChunkRestorer restorer;
    private final FloatReplay floats;
    private final Hash128 hash = new Hash128();

    private final Predicate<Ulid> published;

    /** Tables whose own record was lost, but not all of their series. */
    private final List<HeadTable> lost = new ArrayList<>();

    private long boundary = Long.MIN_VALUE;
    private long orphans;

    /** Makes it; {@code published} tells whether what was in a cut, by the name of its block, is in blocks. */
    HeadReplay(HeadParts parts, Predicate<Ulid> published) {
        this.generations = parts.generations();
        this.series = parts.series();
        this.outOfOrder = parts.outOfOrder();
        this.outOfOrderWriter = parts.outOfOrderWriter();
        this.exemplars = parts.exemplars();
        this.metadata = parts.metadata();
        this.epochs = parts.epochs();
        this.restorer = new ChunkRestorer(epochs);
        this.floats = new FloatReplay(parts);
        this.published = published;
    }

    /** Takes over what another knows that could not read on: what is in blocks, and which numbers tables have had. */
    void begin(HeadReplay other) {
        boundary = Math.max(boundary, other.boundary);
        generations.used(other.generations.newest());
    }

    /**
     * Does what a record of the log says.
     *
     * @param labels waits until the tables have their labels from the checkpoint; run before what needs them
     */
    void record(Region region, long address, int length, Runnable labels) {
        RecordReader record = new RecordReader(region, address, length);
        while (record.hasMore()) {
            int kind = record.getByte();
            if (!SectionLayout.isOfSamples(kind)) {
                labels.run();
            }
            section(record, kind, region, address);
        }
    }

    /** Does what one section says; its kind has been read. */
    void section(RecordReader record, int kind, Region region, long address) {
        switch (kind) {
            case SectionLayout.TABLE -> generations.restore((int) record.getNumber(), record.getSigned());
            case SectionLayout.SERIES -> addSeries(reference(record), record.getBytes());
            case SectionLayout.MOVED -> move(reference(record), reference(record));
            case SectionLayout.BOUNDARY -> boundary = Math.max(boundary, record.getSigned());
            case SectionLayout.CUT -> cut(record.getSigned(), new Ulid(record.getLong(), record.getLong()));
            case SectionLayout.FLOATS -> addFloats(record, false);
            case SectionLayout.FLOATS_WITH_STARTS -> addFloats(record, true);
            case SectionLayout.HISTOGRAM -> addHistogram(record);
            case SectionLayout.EXEMPLAR -> addExemplar(record);
            case SectionLayout.METADATA ->
                metadata.put(new MetricMetadata(text(record), text(record), text(record), text(record)));
            case SectionLayout.LEAVING -> leave((int) record.getNumber());
            case SectionLayout.DELETED -> delete(record);
            case SectionLayout.DROPPED -> drop((int) record.getNumber());
            case SectionLayout.OUT_OF_ORDER_TABLE -> outOfOrder.restore((int) record.getNumber(), record.getSigned());
            case SectionLayout.OUT_OF_ORDER_BLOCK -> addOutOfOrder(record);
            default -> throw new CorruptDataException(region.name(), address, "a known kind of section", kind);
        }
    }

    private void cut(long end, Ulid block) {
        if (published.test(block)) {
            boundary = Math.max(boundary, end);
        }
    }

    private static long reference(RecordReader record) {
        int generation = (int) record.getNumber();
        return SeriesRef.of(generation, (int) record.getNumber());
    }

    private static String text(RecordReader record) {
        return new String(record.getBytes(), StandardCharsets.UTF_8);
    }

    /** Adds a series at its slot; slots whose records were lost are left empty. */
    private void addSeries(long reference, byte[] labels) {
        HeadTable table = table(SeriesRef.generation(reference));
        table = table == null ? addLost(SeriesRef.generation(reference)) : table;
        int slot = SeriesRef.slot(reference);
        if (slot < table.count()) {
            return;
        }
        table.skipTo(slot);
        UnsafeBuffer source = new UnsafeBuffer(labels);
        generations.hash().hash(source, 0, labels.length, hash);
        table.add(source, 0, labels.length, hash);
    }

    private void move(long from, long to) {
        HeadTable source = table(SeriesRef.generation(from));
        HeadTable target = table(SeriesRef.generation(to));
        if (source == null || SeriesRef.slot(from) >= source.count() || source.isMoved(SeriesRef.slot(from))) {
            return;
        }
        target = target == null ? addLost(SeriesRef.generation(to)) : target;
        byte[] labels = source.index().encode(source.labelSet(SeriesRef.slot(from)));
        addSeries(to, labels);
        Tenure.copy(source, SeriesRef.slot(from), target, SeriesRef.slot(to), series.commit());
        source.markMoved(RoaringBitmap.bitmapOf(SeriesRef.slot(from)));
    }

    /** Begins a table whose record was lost: of which kind it was is not known, nor whether another has the same series. */
    private HeadTable addLost(int generation) {
        HeadTable table = generations.restore(generation);
        lost.add(table);
        return table;
    }

    private void leave(int generation) {
        HeadTable table = generations.byGeneration(generation);
        if (table != null) {
            table.leave();
        }
    }

    private void drop(int generation) {
        HeadTable table = table(generation);
        if (table != null) {
            generations.remove(table);
            outOfOrder.remove(table);
            table.close();
        }
    }

    private void delete(RecordReader record) {
        int count = record.getCount();
        long reference = 0;
        for (int i = 0; i < count; i++) {
            reference += record.getSigned();
            long first = record.getSigned();
            long last = record.getSigned();
            HeadTable table = table(SeriesRef.generation(reference));
            if (table != null && table.isOutOfOrder()) {
                outOfOrderWriter.delete(table, SeriesRef.slot(reference), first, last);
            } else if (table != null && last >= boundary) {
                table.delete(SeriesRef.slot(reference), first, last);
            }
        }
    }

    /** Returns a table of either kind by its number, or null; no other table gets that number. */
    private HeadTable table(int generation) {
        HeadTable table = generations.byGeneration(generation);
        table = table == null ? outOfOrder.byGeneration(generation) : table;
        if (table == null) {
            generations.used(generation);
        }
        return table;
    }

    private void addFloats(RecordReader record, boolean starts) {
        FloatSamples samples = floats.read(record, starts);
        long[] references = samples.series();
        int from = 0;
        while (from < samples.size()) {
            int generation = SeriesRef.generation(references[from]);
            int to = from + 1;
            while (to < samples.size() && SeriesRef.generation(references[to]) == generation) {
                to++;
            }
            addFloats(table(generation), samples, from, to);
            from = to;
        }
    }

    private void addFloats(HeadTable table, FloatSamples samples, int from, int to) {
        if (table != null && !table.isOutOfOrder()) {
            orphans += floats.append(table, from, to, boundary);
            return;
        }
        for (int i = from; i < to; i++) {
            int slot = SeriesRef.slot(samples.series()[i]);
            long time = samples.times()[i];
            if (table == null) {
                orphans += time >= boundary ? 1 : 0;
            } else if (isThere(table, slot)) {
                outOfOrderWriter.append(table, slot, samples.startTime(i), time, samples.values()[i]);
            }
        }
    }

    private boolean isThere(HeadTable table, int slot) {
        boolean there = table != null && slot < table.count() && !table.isMoved(slot);
        orphans += there ? 0 : 1;
        return there;
    }

    private void addHistogram(RecordReader record) {
        long reference = reference(record);
        long time = record.getSigned();
        long startTime = record.getSigned();
        boolean integer = record.getByte() != 0;
        FloatHistogram histogram = HistogramRecord.read(record);
        HeadTable table = table(SeriesRef.generation(reference));
        if (table != null && table.isOutOfOrder()) {
            if (isThere(table, SeriesRef.slot(reference))) {
                AppendBatch.PendingHistogram sample =
                        new AppendBatch.PendingHistogram(0, reference, startTime, time, histogram, integer);
                outOfOrderWriter.append(table, SeriesRef.slot(reference), sample);
            }
        } else if (time >= boundary && isThere(table, SeriesRef.slot(reference))) {
            series.append(table, SeriesRef.slot(reference), startTime, time, histogram, integer);
        }
    }

    private void addExemplar(RecordReader record) {
        Labels labels = LabelEncoding.decode(record.getBytes());
        long time = record.getSigned();
        double value = Double.longBitsToDouble(record.getLong());
        exemplars.add(labels, new Exemplar(LabelEncoding.decode(record.getBytes()), value, time));
    }

    private void addOutOfOrder(RecordReader record) {
        int generation = (int) record.getNumber();
        HeadTable table = record.known("a table of out-of-order samples", outOfOrder.byGeneration(generation));
        int slot = record.getBelow(table.count());
        outOfOrderWriter.restore(table, slot, record.getBytes());
    }

    /**
     * Takes out what the records told before they told that a block has it, and series whose first samples were not made
     * durable. Tables whose own record was lost leave the head: their series begin anew.
     */
    void finish() {
        outOfOrder.restored();
        lost.forEach(HeadTable::leave);
        if (boundary != Long.MIN_VALUE) {
            epochs.removeBefore(boundary).forEach(EpochChunks::close);
        }
        for (HeadTable table : generations.live()) {
            if (!table.isTenured() && table.maxTime() < boundary) {
                generations.remove(table);
                table.close();
            } else {
                finish(table);
            }
        }
    }

    private void finish(HeadTable table) {
        table.forgetDeletedBefore(boundary);
        RoaringBitmap empty = new RoaringBitmap();
        boolean hasOlder = table.minTime() < boundary;
        for (int slot = 0; slot < table.count(); slot++) {
            if (hasOlder) {
                restorer.dropOpenBefore(table, slot, boundary);
            }
            if (!table.isMoved(slot) && table.total(slot) == 0) {
                empty.add(slot);
            }
        }
        if (!empty.isEmpty()) {
            table.markMoved(empty);
        }
    }

    /** Returns the time before which everything is in blocks. */
    long boundary() {
        return boundary;
    }

    /** Returns how many samples have no series, because its record was lost. */
    long orphans() {
        return orphans;
    }
}
