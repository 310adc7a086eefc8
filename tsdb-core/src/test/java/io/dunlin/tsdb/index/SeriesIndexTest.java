package io.dunlin.tsdb.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.model.Labels;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;

class SeriesIndexTest {
    @Test
    void shouldTellLabelsApartWhoseBytesAreTheSameButForTheLengthOfTheName() {
        OffHeap offHeap = OffHeap.poisoning(1 << 20);
        Labels first = Labels.of("a", "b\u0012\u0001c");
        Labels second = Labels.of("a\u0012\u0004b", "c");
        try (Reclaimer reclaimer = new Reclaimer();
                MemoryScope scope = offHeap.openScope("test");
                SeriesIndex index = new SeriesIndex(offHeap, reclaimer, scope, new LabelHash(1, 2), null)) {
            ExpandableArrayBuffer encoded = new ExpandableArrayBuffer();
            int firstSet = index.addLabels(encoded, 0, LabelEncoding.encode(first, encoded, 0), 0);
            int secondSet = index.addLabels(encoded, 0, LabelEncoding.encode(second, encoded, 0), 1);
            assertThat(index.labels(firstSet).equals(first)).isTrue();
            assertThat(index.labels(secondSet).equals(second)).isTrue();
        }
    }
}
