package io.dunlin.bench.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TickReportTest {
    @Test
    void shouldFindNothingWrongWithTicksThatAreMet() {
        long[] times = LongStream.range(10, 610).map(tick -> tick * 100).toArray();

        assertThat(TickReport.of(times, 100)).isEqualTo(new TickReport(600, 600, 600, 0, 0, 0));
    }

    @Test
    void shouldTellDriftFromLateness() {
        long[] drifting = LongStream.range(0, 100).map(tick -> tick * 101).toArray();

        TickReport report = TickReport.of(drifting, 100);

        assertThat(report.median()).isEqualTo(50);
        assertThat(report.worst()).isEqualTo(99);
        assertThat(report.onTick()).isEqualTo(1);
    }

    @Test
    void shouldCountTicksThatWereLeftOut() {
        assertThat(TickReport.of(new long[] {1_000, 1_103, 1_400}, 100))
                .isEqualTo(new TickReport(5, 3, 2, 0, 3, 3))
                .extracting(TickReport::missed)
                .isEqualTo(2L);
    }
}
