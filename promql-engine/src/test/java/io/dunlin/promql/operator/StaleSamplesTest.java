package io.dunlin.promql.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.model.StaleMarker;
import io.dunlin.tsdb.storage.SampleBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class StaleSamplesTest {
    private static final double[] OTHERS = {
        0,
        -0.0,
        1,
        -1,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };

    /** Stale markers go, wherever they are; other values that are no numbers, or whose sums are none, stay. */
    @Property
    void onlyStaleMarkersGo(
            @ForAll long seed, @ForAll @IntRange(max = 40) int size, @ForAll @IntRange(max = 4) int few) {
        Random random = new Random(seed);
        SampleBuffer samples = new SampleBuffer();
        List<Long> times = new ArrayList<>();
        List<Long> bits = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            boolean stale = random.nextInt(size) < few;
            double other = random.nextInt(4) == 0 ? OTHERS[random.nextInt(OTHERS.length)] : i;
            samples.add(i, stale ? StaleMarker.VALUE : other);
            if (!stale) {
                times.add((long) i);
                bits.add(Double.doubleToRawLongBits(other));
            }
        }
        StaleSamples.remove(samples);
        assertThat(samples.size()).isEqualTo(times.size());
        for (int i = 0; i < samples.size(); i++) {
            assertThat(samples.times()[i]).isEqualTo(times.get(i));
            assertThat(Double.doubleToRawLongBits(samples.values()[i])).isEqualTo(bits.get(i));
        }
    }
}
