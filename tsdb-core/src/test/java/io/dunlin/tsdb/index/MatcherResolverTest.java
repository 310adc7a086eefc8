package io.dunlin.tsdb.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.agrona.ExpandableArrayBuffer;
import org.roaringbitmap.RoaringBitmap;

/** Matchers solved by sets find what matchers asked one series at a time find. */
class MatcherResolverTest {
    private static final OffHeap OFF_HEAP = OffHeap.poisoning(1L << 30);

    @Property(tries = 400)
    void shouldFindWhatMatchersSay(
            @ForAll("labelSets") List<Labels> labelSets, @ForAll("matchers") List<LabelMatcher> matchers) {
        Reclaimer reclaimer = new Reclaimer();
        MemoryScope scope = OFF_HEAP.openScope("test");
        SeriesIndex index = new SeriesIndex(OFF_HEAP, reclaimer, scope, new LabelHash(1, 2), null);
        ExpandableArrayBuffer encoded = new ExpandableArrayBuffer();
        List<Integer> places = new ArrayList<>();
        for (int slot = 0; slot < labelSets.size(); slot++) {
            int length = LabelEncoding.encode(labelSets.get(slot), encoded, 0);
            places.add(index.addLabels(encoded, 0, length, slot));
        }
        index.publish();
        RoaringBitmap visible = new RoaringBitmap();
        visible.add(0L, labelSets.size());
        TableIndex table = new TableIndex(index, places::get, visible);

        RoaringBitmap expected = new RoaringBitmap();
        for (int slot = 0; slot < labelSets.size(); slot++) {
            Labels labels = labelSets.get(slot);
            if (matchers.stream().allMatch(matcher -> matcher.matches(labels.get(matcher.name())))) {
                expected.add(slot);
            }
            assertThat(index.labels(places.get(slot)).equals(labels)).isTrue();
        }
        assertThat(MatcherResolver.resolve(table, matchers)).isEqualTo(expected);

        index.close();
        scope.close();
        reclaimer.close();
        assertThat(OFF_HEAP.anonymousBytes()).isZero();
    }

    private static Arbitrary<String> values() {
        return Arbitraries.of("", "a", "b", "ab", "abc", "aab", "a.b", "a|b", "a\nb", "é", "b1", "b2", "b12");
    }

    @Provide
    Arbitrary<List<Labels>> labelSets() {
        Arbitrary<Labels> labels = Combinators.combine(values(), values(), values())
                .as((x, y, z) ->
                        Labels.builder().set("x", x).set("y", y).set("z", z).build());
        return labels.list().ofMaxSize(300);
    }

    @Provide
    Arbitrary<List<LabelMatcher>> matchers() {
        Arbitrary<String> names = Arbitraries.of("x", "y", "z", "absent");
        Arbitrary<String> patterns = Arbitraries.of(
                "",
                "a",
                "a|b",
                "a|",
                "(a|b)b",
                "(?:a|b)b|abc",
                "b(1|2|12)",
                "b[12]",
                ".*",
                ".+",
                "^a$",
                "^a|b$",
                "a.*",
                "a\\.b",
                "a\\|b",
                ".*b.*",
                ".*a\\.b.*",
                "(?i)AB",
                "ab*",
                "ab?c?",
                "a{1,2}b?",
                "é|b1",
                "a+b",
                "()",
                "(a|b)",
                "((a|b))b",
                "a(b|c)*",
                "b\\d",
                "[^a]+",
                "a.b",
                "\\Qa.b\\E",
                "ab|a.*",
                ".*|a",
                "(a)(b)");
        Arbitrary<LabelMatcher> exact = Combinators.combine(
                        Arbitraries.of(LabelMatcher.Type.EQUAL, LabelMatcher.Type.NOT_EQUAL), names, values())
                .as(LabelMatcher::new);
        Arbitrary<LabelMatcher> regex = Combinators.combine(
                        Arbitraries.of(LabelMatcher.Type.REGEX, LabelMatcher.Type.NOT_REGEX), names, patterns)
                .as(LabelMatcher::new);
        return Arbitraries.oneOf(exact, regex, regex).list().ofMaxSize(3);
    }
}
