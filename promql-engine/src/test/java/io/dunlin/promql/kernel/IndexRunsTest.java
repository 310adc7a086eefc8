package io.dunlin.promql.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class IndexRunsTest {
    private static final int SAMPLES = 1_000;

    private final IndexRuns runs = new IndexRuns();

    /** The values pointed at, 1 + the index each. */
    private static double[] values() {
        double[] values = new double[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            values[i] = 1 + i;
        }
        return values;
    }

    private void assertCopies(int... indices) {
        assertThat(runs.find(indices, indices.length)).isTrue();
        double[] copied = new double[indices.length];
        runs.copy(values(), copied);
        for (int i = 0; i < indices.length; i++) {
            assertThat(copied[i]).isEqualTo(1 + indices[i]);
        }
    }

    @Test
    void standingAndMovingIndicesAreRuns() {
        assertCopies();
        assertCopies(7);
        assertCopies(0, 0, 0);
        assertCopies(3, 4, 5);
        assertCopies(0, 0, 0, 1, 2, 3, 3, 3);
        assertCopies(5, 6, 6, 7, 8);
    }

    @Test
    void indicesThatLeapOrComeBackOrHaveManyRunsAreNot() {
        assertThat(runs.find(new int[] {0, 2, 4}, 3)).isFalse();
        assertThat(runs.find(new int[] {4, 3}, 2)).isFalse();
        assertThat(runs.find(new int[] {0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9}, 20))
                .isFalse();
    }

    @Property
    void whatIsFoundIsCopied(@ForAll long seed, @ForAll @IntRange(max = 300) int steps) {
        Random random = new Random(seed);
        int[] indices = new int[steps];
        int stride = 1;
        int rare = 2 + random.nextInt(100);
        for (int i = 1; i < steps; i++) {
            stride = random.nextInt(rare) == 0 ? random.nextInt(3) : stride;
            indices[i] = indices[i - 1] + stride;
        }
        if (runs.find(indices, steps)) {
            assertCopies(indices);
        }
    }
}
