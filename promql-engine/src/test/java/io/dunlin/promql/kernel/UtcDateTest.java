package io.dunlin.promql.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class UtcDateTest {
    @Property
    void agreesWithTheCalendar(@ForAll @LongRange(min = -100_000_000_000L, max = 300_000_000_000L) long seconds) {
        LocalDateTime date = LocalDateTime.ofInstant(Instant.ofEpochSecond(seconds), ZoneOffset.UTC);
        double value = (double) seconds;
        assertThat(UtcDate.year(value)).isEqualTo(date.getYear());
        assertThat(UtcDate.month(value)).isEqualTo(date.getMonthValue());
        assertThat(UtcDate.dayOfMonth(value)).isEqualTo(date.getDayOfMonth());
        assertThat(UtcDate.dayOfYear(value)).isEqualTo(date.getDayOfYear());
        assertThat(UtcDate.dayOfWeek(value)).isEqualTo(date.getDayOfWeek().getValue() % 7);
        assertThat(UtcDate.daysInMonth(value)).isEqualTo(date.toLocalDate().lengthOfMonth());
        assertThat(UtcDate.hour(value)).isEqualTo(date.getHour());
        assertThat(UtcDate.minute(value)).isEqualTo(date.getMinute());
    }

    @Test
    void wrapsAroundWhereGoDoes() {
        assertThat(UtcDate.year(Double.NaN)).isEqualTo(292277026596.0);
        assertThat(UtcDate.year(Double.POSITIVE_INFINITY)).isEqualTo(292277026596.0);
    }
}
