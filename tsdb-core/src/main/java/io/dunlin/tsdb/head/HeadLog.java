package io.dunlin.tsdb.head;

import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.index.LabelEncoding;
import io.dunlin.tsdb.log.LogWriter;
import io.dunlin.tsdb.model.Exemplar;
import io.dunlin.tsdb.model.MetricMetadata;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** Writes the head's sections ({@link SectionLayout}) to a log. */
final class HeadLog implements CommitLog {
    /** About how long a record of gathered sections becomes. */
    private static final int GATHERED_RECORD = 1 << 20;

    private final LogWriter log;
    private final RecordWriter gathered = new RecordWriter();

    /** Where the records begin that the gathered sections are cut into; the first at 0. */
    private final List<Integer> cuts = new ArrayList<>();

    /** How often the log had refused records when the gathered ones were appended: with those, what names them is refused. */
    private long refusalsBefore;

    private final RecordWriter request = new RecordWriter();
    private final ExpandableArrayBuffer encoded = new ExpandableArrayBuffer(512);

    HeadLog(LogWriter log) {
        this.log = log;
    }

    private void section(int kind) {
        int begun = cuts.isEmpty() ? -GATHERED_RECORD : cuts.get(cuts.size() - 1);
        if (gathered.length() - begun >= GATHERED_RECORD) {
            cuts.add(gathered.length());
        }
        gathered.putByte(kind);
    }

    @Override
    public void table(HeadTable table) {
        section(SectionLayout.TABLE);
        gathered.putNumber(table.generation());
        gathered.putSigned(table.bornUntil());
    }

    @Override
    public void outOfOrderTable(HeadTable table) {
        section(SectionLayout.OUT_OF_ORDER_TABLE);
        gathered.putNumber(table.generation());
        gathered.putSigned(table.bornUntil());
    }

    @Override
    public void leaving(HeadTable table) {
        section(SectionLayout.LEAVING);
        gathered.putNumber(table.generation());
    }

    @Override
    public void dropped(HeadTable table) {
        section(SectionLayout.DROPPED);
        gathered.putNumber(table.generation());
    }

    @Override
    public void series(long reference, DirectBuffer labels, int offset, int length) {
        section(SectionLayout.SERIES);
        putReference(gathered, reference);
        gathered.putBytes(labels, offset, length);
    }

    @Override
    public void moved(long from, long to) {
        section(SectionLayout.MOVED);
        putReference(gathered, from);
        putReference(gathered, to);
    }

    @Override
    public void boundary(long time) {
        section(SectionLayout.BOUNDARY);
        gathered.putSigned(time);
    }

    @Override
    public void cut(long time, Ulid block) {
        section(SectionLayout.CUT);
        gathered.putSigned(time);
        gathered.putLong(block.high());
        gathered.putLong(block.low());
    }

    private static void putReference(RecordWriter into, long reference) {
        into.putNumber(SeriesRef.generation(reference));
        into.putNumber(SeriesRef.slot(reference));
    }

    @Override
    public CompletableFuture<?> flush() {
        refusalsBefore = log.refusals();
        CompletableFuture<?>[] records = new CompletableFuture<?>[cuts.size()];
        for (int i = 0; i < records.length; i++) {
            int from = cuts.get(i);
            int to = i + 1 == records.length ? gathered.length() : cuts.get(i + 1);
            records[i] = log.append(gathered.bytes(), from, to - from, true);
        }
        return CompletableFuture.allOf(records);
    }

    @Override
    public void flushed() {
        gathered.clear();
        cuts.clear();
    }

    @Override
    public CompletableFuture<?> append(AppendBatch batch, LongFunction<byte[]> labels) {
        request.clear();
        int from = 0;
        for (AppendBatch.PendingHistogram histogram : batch.histograms()) {
            putFloats(batch.floats(), from, histogram.floatsBefore());
            putHistogram(histogram);
            from = histogram.floatsBefore();
        }
        putFloats(batch.floats(), from, batch.size());
        putFloats(batch.outOfOrderFloats(), 0, batch.outOfOrderFloats().size());
        batch.outOfOrderHistograms().forEach(this::putHistogram);
        for (AppendBatch.PendingExemplar exemplar : batch.exemplars()) {
            putExemplar(exemplar, labels.apply(exemplar.series()));
        }
        for (MetricMetadata metadata : batch.metadata()) {
            putMetadata(metadata);
        }
        return log.append(request.bytes(), 0, request.length(), false, refusalsBefore);
    }

    private void putFloats(FloatSamples batch, int from, int to) {
        if (from == to) {
            return;
        }
        long[] starts = batch.startTimes();
        request.putByte(starts == null ? SectionLayout.FLOATS : SectionLayout.FLOATS_WITH_STARTS);
        request.putNumber(to - from);
        long reference = 0;
        long time = 0;
        for (int i = from; i < to; i++) {
            request.putSigned(batch.series()[i] - reference);
            request.putSigned(batch.times()[i] - time);
            request.putLong(Double.doubleToRawLongBits(batch.values()[i]));
            if (starts != null) {
                request.putSigned(starts[i]);
            }
            reference = batch.series()[i];
            time = batch.times()[i];
        }
    }

    private void putHistogram(AppendBatch.PendingHistogram pending) {
        request.putByte(SectionLayout.HISTOGRAM);
        putReference(request, pending.series());
        request.putSigned(pending.time());
        request.putSigned(pending.startTime());
        request.putByte(pending.integer() ? 1 : 0);
        HistogramRecord.write(pending.histogram(), request);
    }

    private void putExemplar(AppendBatch.PendingExemplar pending, byte[] series) {
        Exemplar exemplar = pending.exemplar();
        request.putByte(SectionLayout.EXEMPLAR);
        request.putBytes(series);
        request.putSigned(exemplar.timestamp());
        request.putLong(Double.doubleToRawLongBits(exemplar.value()));
        int length = LabelEncoding.encode(exemplar.labels(), encoded, 0);
        request.putBytes(encoded, 0, length);
    }

    private void putMetadata(MetricMetadata metadata) {
        request.putByte(SectionLayout.METADATA);
        for (String text : List.of(metadata.family(), metadata.type(), metadata.help(), metadata.unit())) {
            request.putBytes(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public CompletableFuture<?> append(DeletedRanges ranges) {
        request.clear();
        putDeleted(ranges, request);
        return log.append(request.bytes(), 0, request.length(), false, refusalsBefore);
    }

    /** Writes a section of deleted ranges. */
    static void putDeleted(DeletedRanges ranges, RecordWriter into) {
        into.putByte(SectionLayout.DELETED);
        into.putNumber(ranges.size());
        long reference = 0;
        for (int i = 0; i < ranges.size(); i++) {
            into.putSigned(ranges.series(i) - reference);
            into.putSigned(ranges.first(i));
            into.putSigned(ranges.last(i));
            reference = ranges.series(i);
        }
    }

    @Override
    public long position() {
        return log.lastSequence();
    }
}
