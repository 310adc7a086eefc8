package io.dunlin.promql.number;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class DigitsTest {
    private static String written(long number) {
        byte[] out = new byte[21];
        out[0] = 'x';
        int end = Digits.write(number, out, 1);
        assertThat(end - 1).isEqualTo(Digits.count(number));
        assertThat(out[0]).isEqualTo((byte) 'x');
        return new String(out, 1, end - 1, US_ASCII);
    }

    @Property(tries = 2000)
    void printsAnyNumber(@ForAll @LongRange long number, @ForAll @IntRange(max = 62) int shift) {
        long shifted = (number & Long.MAX_VALUE) >>> shift;
        assertThat(written(shifted)).isEqualTo(Long.toString(shifted));
    }

    @Test
    void printsPowersOfTenAndTheirNeighbours() {
        for (long power = 1; power > 0 && power <= 1_000_000_000_000_000_000L; power *= 10) {
            assertThat(written(power)).isEqualTo(Long.toString(power));
            assertThat(written(power - 1)).isEqualTo(Long.toString(power - 1));
            assertThat(written(power + 1)).isEqualTo(Long.toString(power + 1));
        }
        assertThat(written(Long.MAX_VALUE)).isEqualTo(Long.toString(Long.MAX_VALUE));
    }
}
