package io.dunlin.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.index.LabelEncoding;
import io.dunlin.tsdb.memory.NoMemoryLeak;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.query.MergedView;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesSet;
import io.dunlin.tsdb.storage.View;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A series without samples is given up at a start; when it is written again it is one series, wherever it was. */
@ExtendWith(NoMemoryLeak.class)
class ReturningSeriesTest {
    private static final long START = 1_700_000_000_000L;
    private static final long STEP = 10;
    private static final Labels SERIES = Labels.of("__name__", "m", "id", "1");
    private static final int TENURED = 1;
    private static final int COHORT = 2;

    private final OffHeap offHeap = OffHeap.poisoning(64 << 20);
    private final HeadOptions options = HeadOptions.of(1_000_000)
            .withClock(InstantSource.fixed(Instant.ofEpochMilli(START + 1_000_000)))
            .withAges(CohortAges.ofMillis(100, 100, 1_000));

    @Test
    void isOneSeriesWhereItsFirstSamplesWereNotDurable() {
        try (Head head = restored(COHORT)) {
            write(head, 3);
            requireOneSeries(head, 3);
        }
    }

    @Test
    void isOneSeriesWhereItMovesToTheTableThatItIdledIn() {
        try (Head head = restored(TENURED)) {
            write(head, 100);
            requireOneSeries(head, 100);
        }
    }

    /** Returns a head with a tenured table and a cohort that takes new series; one of them knows the series already. */
    private Head restored(int generation) {
        RecordWriter record = new RecordWriter();
        putTable(record, TENURED, Long.MAX_VALUE);
        putTable(record, COHORT, START + 100);
        ExpandableArrayBuffer labels = new ExpandableArrayBuffer();
        int length = LabelEncoding.encode(SERIES, labels, 0);
        record.putByte(SectionLayout.SERIES);
        record.putNumber(generation);
        record.putNumber(0);
        record.putBytes(labels, 0, length);
        HeadRecovery recovery = new HeadRecovery(offHeap, options, ChunkFiles.NONE, block -> false);
        recovery.record(1, Region.ofHeap(record.bytes()), 0, record.length());
        return recovery.start(CommitLog.NONE);
    }

    private static void putTable(RecordWriter record, int generation, long bornUntil) {
        record.putByte(SectionLayout.TABLE);
        record.putNumber(generation);
        record.putSigned(bornUntil);
    }

    private static void write(Head head, int samples) {
        for (int i = 0; i < samples; i++) {
            try (Appender appender = head.appender()) {
                appender.append(appender.series(SERIES), START + i * STEP, i);
                appender.commit();
            }
        }
    }

    private static void requireOneSeries(Head head, int samples) {
        try (View view = new MergedView(head.view(), List.of())) {
            SeriesSet set = view.querier(0, Long.MAX_VALUE).select(SelectHints.SORTED, List.of());
            assertThat(set.size()).isEqualTo(1);
            assertThat(set.labels(0).equals(SERIES)).isTrue();
            SampleBuffer found = new SampleBuffer();
            set.reader().read(0, found);
            assertThat(found.size()).isEqualTo(samples);
        }
    }
}
