package io.dunlin.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyedSortTest {
    /** So many lower bits of the values are not in their keys: with 0 there are no ties, with 62 hardly anything else. */
    @ParameterizedTest
    @ValueSource(ints = {0, 20, 50, 58, 62})
    void sortsAsTheOrderSays(int hiddenBits) {
        for (int size : new int[] {0, 1, 2, 3, 17, 64, 65, 5_000}) {
            long[] values = new Random(size).longs(size, 0, Long.MAX_VALUE).toArray();
            long[] expected = LongStream.of(values).sorted().toArray();
            KeyedSort.sort(values, value -> value >>> hiddenBits << hiddenBits, Long::compare);
            assertThat(values).isEqualTo(expected);
        }
    }

    @Test
    void comparesOnlyWhereKeysAreTheSame() {
        long[] values = new Random(1).longs(1_000, 0, 1_000_000).distinct().toArray();
        long[] expected = LongStream.of(values).sorted().toArray();
        KeyedSort.sort(values, value -> value << 43, (a, b) -> {
            throw new AssertionError("compared: " + a + " " + b);
        });
        assertThat(values).isEqualTo(expected);
    }
}
