package io.dunlin.tsdb.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.model.LabelSetHash;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.LabelColumn;
import io.dunlin.tsdb.storage.SeriesReader;
import io.dunlin.tsdb.storage.SeriesSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Series of any sets are matched as a map of their hashes would, whether few of them or nearly all are in several. */
class SeriesMatchesTest {
    /** Series of which only the hashes are known. */
    private record Hashed(long[] hashes) implements SeriesSet {
        @Override
        public int size() {
            return hashes.length / LabelSetHash.LANES;
        }

        @Override
        public Labels labels(int series) {
            throw new AssertionError("labels are not looked at");
        }

        @Override
        public LabelColumn column(String labelName) {
            throw new AssertionError("labels are not looked at");
        }

        @Override
        public void labelHashes(long[] into, int first) {
            System.arraycopy(hashes, 0, into, LabelSetHash.LANES * first, hashes.length);
        }

        @Override
        public SeriesReader reader() {
            throw new AssertionError("samples are not looked at");
        }
    }

    /** The sets and numbers of the members of each series, in the order in which a map meets the series. */
    private static List<List<List<Integer>>> expected(List<SeriesSet> sets) {
        Map<List<Long>, List<List<Integer>>> chains = new LinkedHashMap<>();
        for (int set = 0; set < sets.size(); set++) {
            long[] hashes = ((Hashed) sets.get(set)).hashes();
            for (int i = 0; i < sets.get(set).size(); i++) {
                chains.computeIfAbsent(List.of(hashes[2 * i], hashes[2 * i + 1]), hash -> new ArrayList<>())
                        .add(List.of(set, i));
            }
        }
        return List.copyOf(chains.values());
    }

    private static List<List<List<Integer>>> actual(List<SeriesSet> sets) {
        SeriesMatches matches = SeriesMatches.of(sets);
        List<List<List<Integer>>> chains = new ArrayList<>();
        int guess = 0;
        for (int series = 0; series < matches.count(); series++) {
            List<List<Integer>> chain = new ArrayList<>();
            for (int member = matches.first(series); member != SeriesMatches.NONE; member = matches.next(member)) {
                guess = matches.source(member, guess);
                assertThat(matches.source(member, sets.size() - 1)).isEqualTo(guess);
                chain.add(List.of(guess, matches.number(member, guess)));
            }
            chains.add(chain);
        }
        return chains;
    }

    private static SeriesSet set(Random random, int size, long different) {
        Set<List<Long>> hashes = new HashSet<>();
        while (hashes.size() < size) {
            // Some hashes differ in one lane only.
            hashes.add(List.of(random.nextLong(different), random.nextLong(2)));
        }
        return new Hashed(
                hashes.stream().flatMap(List::stream).mapToLong(Long::longValue).toArray());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "5, 4", "100, 60", "100, 100000", "3000, 1700", "3000, 1000000000000"})
    void matchesAsAMapDoes(int size, long different) {
        Random random = new Random(size + different);
        for (int round = 0; round < 20; round++) {
            List<SeriesSet> sets = new ArrayList<>();
            int count = random.nextInt(6);
            for (int i = 0; i < count; i++) {
                sets.add(set(random, random.nextInt(size + 1), different));
            }
            assertThat(actual(sets)).isEqualTo(expected(sets));
        }
    }

    /** The bits that tell whether a hash has come before are shared by these, and its place in the table too. */
    @Test
    void hashesWithTheSameLowBitsStayApart() {
        long[] first = new long[200];
        long[] second = new long[200];
        for (int i = 0; i < 100; i++) {
            first[2 * i] = (long) i << 16;
            second[2 * i] = (long) (i + 50) << 16;
        }
        List<SeriesSet> sets = List.of(new Hashed(first), new Hashed(second));
        assertThat(actual(sets)).isEqualTo(expected(sets)).hasSize(150);
    }
}
