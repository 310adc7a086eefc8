package io.dunlin.tsdb.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.model.Labels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.roaringbitmap.RoaringBitmap;

/** A table whose labels were restored answers as one to which they were added, and can be added to. */
class LabelRestorerTest {
    private static final OffHeap OFF_HEAP = OffHeap.poisoning(1L << 30);

    /** Slots from the first on; null is a slot without a series. */
    private final List<Labels> series = new ArrayList<>();

    @Property(tries = 400)
    void shouldBeAsIfAdded(
            @ForAll("targets") List<Tuple.Tuple2<Labels, Integer>> targets, @ForAll @IntRange(max = 400) int restored) {
        series.clear();
        targets.forEach(target -> {
            for (int i = 0; i < target.get2(); i++) {
                series.add(target.get1());
            }
        });
        Reclaimer reclaimer = new Reclaimer();
        MemoryScope scope = OFF_HEAP.openScope("test");
        SeriesIndex index = new SeriesIndex(OFF_HEAP, reclaimer, scope, new LabelHash(1, 2), null);
        int[] places = new int[series.size()];
        restore(index, Math.min(restored, series.size()), places);
        ExpandableArrayBuffer encoded = new ExpandableArrayBuffer();
        for (int slot = Math.min(restored, series.size()); slot < series.size(); slot++) {
            if (series.get(slot) != null) {
                int length = LabelEncoding.encode(series.get(slot), encoded, 0);
                places[slot] = index.addLabels(encoded, 0, length, slot);
            }
        }
        index.publish();
        assertThat(postings(index)).isEqualTo(expected());
        for (int slot = 0; slot < series.size(); slot++) {
            assertThat(series.get(slot) == null || index.labels(places[slot]).equals(series.get(slot)))
                    .isTrue();
        }
        index.close();
        scope.close();
        reclaimer.close();
        assertThat(OFF_HEAP.anonymousBytes()).isZero();
    }

    /** Gives an index what another had to which the first series were added. */
    private void restore(SeriesIndex index, int end, int[] places) {
        Reclaimer reclaimer = new Reclaimer();
        try (MemoryScope scope = OFF_HEAP.openScope("old");
                SeriesIndex old = new SeriesIndex(OFF_HEAP, reclaimer, scope, new LabelHash(1, 2), null)) {
            ExpandableArrayBuffer encoded = new ExpandableArrayBuffer();
            LabelRestorer restorer = index.restorer();
            List<String> strings = new ArrayList<>();
            for (int slot = 0; slot < end; slot++) {
                if (series.get(slot) != null) {
                    old.addLabels(encoded, 0, LabelEncoding.encode(series.get(slot), encoded, 0), slot);
                    places[slot] = restoreSet(restorer, series.get(slot), strings);
                }
            }
            old.publish();
            PostingsCursor cursor = old.postingsCursor();
            while (cursor.next()) {
                int name = ref(restorer, strings, old.symbols().string(cursor.name()));
                int value = cursor.value() == SymbolTable.NONE
                        ? SymbolTable.NONE
                        : ref(restorer, strings, old.symbols().string(cursor.value()));
                if (cursor.large() == null) {
                    restorer.addPostings(name, value, cursor.few(), cursor.fewCount());
                } else if (!cursor.large().isEmpty()) {
                    restorer.addPostings(name, value, cursor.large());
                }
            }
        }
        reclaimer.close();
    }

    private static int restoreSet(LabelRestorer restorer, Labels labels, List<String> strings) {
        byte[] set = new byte[64];
        int length = Leb128.put(set, 0, labels.size());
        for (int i = 0; i < labels.size(); i++) {
            length = Leb128.put(set, length, ref(restorer, strings, labels.name(i)));
            length = Leb128.put(set, length, ref(restorer, strings, labels.value(i)));
        }
        int[] packed = new int[1];
        restorer.addSets(set, length, 1, packed);
        return packed[0];
    }

    /** Returns the ref of a string, which is added where it is new. */
    private static int ref(LabelRestorer restorer, List<String> strings, String text) {
        if (!strings.contains(text)) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            restorer.addString(new UnsafeBuffer(bytes), 0, bytes.length);
            strings.add(text);
        }
        return SymbolTable.refOf(strings.indexOf(text) + 1);
    }

    @ParameterizedTest
    @CsvSource({
        "01 02 04, 2, set longer than said",
        "01 02 04, 4, set shorter than said",
        "01 02 03, 3, ref of the parent",
        "01 02 06, 3, ref of no string",
        "01 00 04, 3, no ref",
        "01 02 84 80 80 80 80 00, 8, number of six bytes",
        "ff ff ff ff 0f 02, 6, more labels than bytes"
    })
    void shouldRefuseLabelSetsThatMakeNoSense(String bytes, int length, String what) {
        Reclaimer reclaimer = new Reclaimer();
        try (MemoryScope scope = OFF_HEAP.openScope("test");
                SeriesIndex index = new SeriesIndex(OFF_HEAP, reclaimer, scope, new LabelHash(1, 2), null)) {
            LabelRestorer restorer = index.restorer();
            restorer.addString(new UnsafeBuffer(new byte[] {'a'}), 0, 1);
            restorer.addString(new UnsafeBuffer(new byte[] {'b'}), 0, 1);
            byte[] sets = Arrays.copyOf(HexFormat.ofDelimiter(" ").parseHex(bytes), 16);
            assertThatThrownBy(() -> restorer.addSets(sets, length, 1, new int[1]))
                    .as(what)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        reclaimer.close();
    }

    /** The slots of each name, under the name, and of each pair. */
    private static Map<String, RoaringBitmap> postings(SeriesIndex index) {
        Map<String, RoaringBitmap> found = new TreeMap<>();
        for (PostingsIndex.Name name : index.postings().names()) {
            found.put(name.text(), name.slots().read());
            index.postings().forEachEntry(name, entry -> {
                int value = index.postings().valueRef(entry);
                assertThat(index.postings().entry(name, value)).isEqualTo(entry);
                RoaringBitmap slots = index.postings().among(entry, RoaringBitmap.bitmapOfRange(0, 1 << 20));
                found.put(name.text() + "=" + index.symbols().string(value), slots);
            });
        }
        return found;
    }

    private Map<String, RoaringBitmap> expected() {
        Map<String, RoaringBitmap> expected = new TreeMap<>();
        for (int slot = 0; slot < series.size(); slot++) {
            Labels labels = series.get(slot);
            for (int i = 0; labels != null && i < labels.size(); i++) {
                String pair = labels.name(i) + "=" + labels.value(i);
                expected.computeIfAbsent(labels.name(i), any -> new RoaringBitmap())
                        .add(slot);
                expected.computeIfAbsent(pair, any -> new RoaringBitmap()).add(slot);
            }
        }
        return expected;
    }

    /** Label sets, each for a few slots in a row. Absent labels move those behind them to other positions. */
    @Provide
    Arbitrary<List<Tuple.Tuple2<Labels, Integer>>> targets() {
        Arbitrary<String> values = Arbitraries.of("", "", "a", "b", "c");
        Arbitrary<Labels> labels = Combinators.combine(values, values, values, values)
                .as((x, y, z, w) -> Labels.builder()
                        .set("x", x)
                        .set("y", y)
                        .set("z", z)
                        .set("w", w)
                        .build());
        return Combinators.combine(
                        labels.injectNull(0.1), Arbitraries.integers().between(1, 50))
                .as(Tuple::of)
                .list()
                .ofMaxSize(80);
    }
}
