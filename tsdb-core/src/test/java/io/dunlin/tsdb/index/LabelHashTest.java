package io.dunlin.tsdb.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Label sets that differ in little have hashes that differ in all. */
class LabelHashTest {
    private static final int SETS = Integer.getInteger("dunlin.hash.sets", 1_000_000);

    private final LabelHash hash = new LabelHash(0x1234_5678_9abc_def0L, 42);
    private final Hash128 into = new Hash128();

    @Test
    void shouldNotCollideInEitherHalfForSetsThatDifferInDigits() {
        byte[] text = "\n\u0018\n\u0008__name__\u0012\u000crequest_0000000000".getBytes(StandardCharsets.ISO_8859_1);
        UnsafeBuffer buffer = new UnsafeBuffer(text);
        long[] lows = new long[SETS];
        long[] highs = new long[SETS];
        for (int i = 0; i < SETS; i++) {
            int rest = i;
            for (int digit = text.length - 1; rest > 0; digit--) {
                text[digit] = (byte) ('0' + rest % 10);
                rest /= 10;
            }
            hash.hash(buffer, 0, text.length, into);
            lows[i] = into.low;
            highs[i] = into.high;
        }
        // Each half alone is a good 64-bit hash: a million sets collide in it with a chance of 1 in 30 million.
        assertThat(duplicates(lows)).isZero();
        assertThat(duplicates(highs)).isZero();
    }

    private static int duplicates(long[] values) {
        Arrays.sort(values);
        int duplicates = 0;
        for (int i = 1; i < values.length; i++) {
            duplicates += values[i] == values[i - 1] ? 1 : 0;
        }
        return duplicates;
    }

    @Test
    void shouldChangeHalfTheBitsWhereOneChanges() {
        for (int length = 1; length <= 70; length++) {
            byte[] text = new byte[length];
            UnsafeBuffer buffer = new UnsafeBuffer(text);
            long changed = 0;
            for (int bit = 0; bit < length * Byte.SIZE; bit++) {
                hash.hash(buffer, 0, length, into);
                long low = into.low;
                long high = into.high;
                text[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
                hash.hash(buffer, 0, length, into);
                changed += Long.bitCount(low ^ into.low) + Long.bitCount(high ^ into.high);
                assertThat(low ^ into.low).isNotZero();
                assertThat(high ^ into.high).isNotZero();
            }
            assertThat((double) changed / (length * Byte.SIZE))
                    .as("length=%d", length)
                    .isBetween(54.0, 74.0);
        }
    }

    @Test
    void shouldTellTextsOfZerosOfDifferentLengthsApart() {
        UnsafeBuffer zeros = new UnsafeBuffer(new byte[300]);
        long[] lows = new long[300];
        for (int length = 0; length < 300; length++) {
            hash.hash(zeros, 0, length, into);
            lows[length] = into.low;
        }
        assertThat(duplicates(lows)).isZero();
    }

    @Test
    void shouldDependOnTheSeedsAndNotOnThePlace() {
        byte[] text = "xxhello world, hello world".getBytes(StandardCharsets.US_ASCII);
        hash.hash(new UnsafeBuffer(text), 2, 24, into);
        long low = into.low;
        hash.hash(new UnsafeBuffer(Arrays.copyOfRange(text, 2, 26)), 0, 24, into);
        assertThat(into.low).isEqualTo(low);
        new LabelHash(0x1234_5678_9abc_def1L, 42).hash(new UnsafeBuffer(text), 2, 24, into);
        assertThat(into.low).isNotEqualTo(low);
    }
}
