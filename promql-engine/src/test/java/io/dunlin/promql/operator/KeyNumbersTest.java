package io.dunlin.promql.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class KeyNumbersTest {
    @Property(tries = 200)
    void numbersKeysInTheOrderTheyAreMet(@ForAll List<Long> keys) {
        KeyNumbers numbers = new KeyNumbers();
        Map<Long, Integer> expected = new HashMap<>();
        for (long key : keys) {
            expected.putIfAbsent(key, expected.size());
            assertThat(numbers.numberOf(key)).isEqualTo(expected.get(key));
        }
        assertThat(numbers.count()).isEqualTo(expected.size());
    }

    @Test
    void holdsManyKeysThatDifferInHighBitsAlone() {
        KeyNumbers numbers = new KeyNumbers();
        for (int round = 0; round < 2; round++) {
            for (long i = 0; i < 100_000; i++) {
                assertThat(numbers.numberOf(i << 32)).isEqualTo((int) i);
            }
        }
    }
}
