package io.dunlin.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScrapeScheduleTest {
    @Test
    void shouldBeDueAtMultiplesOfTheInterval() {
        assertThat(new ScrapeSchedule(1_000).next(12_345)).isEqualTo(13_000);
        assertThat(new ScrapeSchedule(1_000).next(13_000)).isEqualTo(14_000);
        assertThat(new ScrapeSchedule(100).next(12_345)).isEqualTo(12_400);
    }

    @Test
    void shouldStampTheDueTimeWithinTwoMillisecondsOrOnePercent() {
        ScrapeSchedule second = new ScrapeSchedule(1_000);
        assertThat(second.timestamp(13_000, 13_002)).isEqualTo(13_000);
        assertThat(second.timestamp(13_000, 13_003)).isEqualTo(13_003);
        ScrapeSchedule fast = new ScrapeSchedule(100);
        assertThat(fast.timestamp(12_400, 12_401)).isEqualTo(12_400);
        assertThat(fast.timestamp(12_400, 12_402)).isEqualTo(12_402);
    }
}
