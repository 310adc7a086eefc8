package io.dunlin.tsdb.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.model.Labels;
import java.util.stream.IntStream;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

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

    @Test
    void shouldEncodeALabelSetOfAnyLength() {
        OffHeap offHeap = OffHeap.poisoning(1 << 20);
        try (Reclaimer reclaimer = new Reclaimer();
                MemoryScope scope = offHeap.openScope("test");
                SeriesIndex index = new SeriesIndex(offHeap, reclaimer, scope, new LabelHash(1, 2), null)) {
            for (int length = 1; length < 2_000; length += 37) {
                Labels labels = Labels.of("__name__", "m", "first", "a".repeat(length), "last", "b" + length);
                ExpandableArrayBuffer encoded = new ExpandableArrayBuffer();
                int set = index.addLabels(encoded, 0, LabelEncoding.encode(labels, encoded, 0), length);
                assertThat(LabelEncoding.decode(index.encode(set)).equals(labels))
                        .as("length=" + length)
                        .isTrue();
            }
        }
    }

    /** In an order in which most labels are not those of the series before. */
    @Test
    void shouldFindLabelsAgainThatTakeTurns() {
        OffHeap offHeap = OffHeap.poisoning(1 << 24);
        try (Reclaimer reclaimer = new Reclaimer();
                MemoryScope scope = offHeap.openScope("test");
                SeriesIndex index = new SeriesIndex(offHeap, reclaimer, scope, new LabelHash(1, 2), null)) {
            ExpandableArrayBuffer encoded = new ExpandableArrayBuffer();
            for (int slot = 0; slot < 5_000; slot++) {
                Labels labels = Labels.of(
                        slot % 2 == 0 ? "a" : "a\u0012\u0004b",
                        slot % 2 == 0 ? "b\u0012\u0001c" : "c",
                        "id",
                        "id-" + slot,
                        "instance",
                        "host-" + slot % 1_500,
                        "job",
                        "job-" + slot % 7);
                int set = index.addLabels(encoded, 0, LabelEncoding.encode(labels, encoded, 0), slot);
                assertThat(index.labels(set).equals(labels)).isTrue();
            }
            index.publish();
            assertThat(slotsOf(index, "job", "job-3"))
                    .containsExactly(IntStream.range(0, 5_000)
                            .filter(slot -> slot % 7 == 3)
                            .toArray());
            assertThat(slotsOf(index, "instance", "host-1499")).containsExactly(1499, 2999, 4499);
            assertThat(slotsOf(index, "a", "b\u0012\u0001c"))
                    .containsExactly(IntStream.range(0, 5_000)
                            .filter(slot -> slot % 2 == 0)
                            .toArray());
            assertThat(index.postings().pairCount()).isEqualTo(2 + 5_000 + 1_500 + 7);
        }
    }

    /** A label that several series in a row have is added for all of them at once, wherever it stands among their labels. */
    @Test
    void shouldFindRunsOfLabelsAfterEachPublication() {
        OffHeap offHeap = OffHeap.poisoning(1 << 22);
        try (Reclaimer reclaimer = new Reclaimer();
                MemoryScope scope = offHeap.openScope("test");
                SeriesIndex index = new SeriesIndex(offHeap, reclaimer, scope, new LabelHash(1, 2), null)) {
            ExpandableArrayBuffer encoded = new ExpandableArrayBuffer();
            for (int slot = 0; slot < 1_000; slot++) {
                Labels labels = slot / 50 % 2 == 0
                        ? Labels.of("id", "id-" + slot, "job", "job-" + slot / 100)
                        : Labels.of("a", "x", "id", "id-" + slot, "job", "job-" + slot / 100);
                index.addLabels(encoded, 0, LabelEncoding.encode(labels, encoded, 0), slot);
                if (slot % 333 == 0) {
                    index.publish();
                    assertThat(index.postings().name("job").slots().count()).isEqualTo(slot + 1);
                }
            }
            index.publish();
            index.publish();
            assertThat(slotsOf(index, "job", "job-3"))
                    .containsExactly(IntStream.range(300, 400).toArray());
            assertThat(slotsOf(index, "a", "x"))
                    .containsExactly(IntStream.range(0, 1_000)
                            .filter(slot -> slot / 50 % 2 == 1)
                            .toArray());
            assertThat(slotsOf(index, "id", "id-777")).containsExactly(777);
        }
    }

    private static int[] slotsOf(SeriesIndex index, String name, String value) {
        PostingsIndex postings = index.postings();
        int entry = postings.entry(postings.name(name), index.symbols().find(value));
        return postings.among(entry, RoaringBitmap.bitmapOfRange(0, 100_000)).toArray();
    }
}
