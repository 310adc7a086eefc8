package io.dunlin.server.differential;

import io.dunlin.promql.function.AggregationOp;
import io.dunlin.promql.function.BinaryOp;
import io.dunlin.promql.function.PromqlFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How often each word was drawn, and how often the query then had a result. Not thread-safe. */
final class Coverage {
    private static final double MIN_SHARE = 0.6;

    /** Remote-write 1.0 carries no start timestamps, so it has nothing to return. */
    private static final String WITHOUT_RESULT = PromqlFunction.START_TIMESTAMP.promqlName();

    private final Map<String, int[]> counts = new TreeMap<>();

    Coverage(Vocabulary vocabulary) {
        vocabulary.functions().stream().map(PromqlFunction::promqlName).forEach(this::expect);
        vocabulary.aggregations().stream().map(AggregationOp::promqlName).forEach(this::expect);
        vocabulary.operators().stream().map(BinaryOp::symbol).forEach(this::expect);
        vocabulary.modifiers().stream().map(Modifier::word).forEach(this::expect);
    }

    private void expect(String word) {
        counts.put(word, new int[2]);
    }

    void count(Set<String> words, boolean hasResult) {
        for (String word : words) {
            int[] count = counts.computeIfAbsent(word, missing -> new int[2]);
            count[0]++;
            count[1] += hasResult ? 1 : 0;
        }
    }

    /** Returns the words that were drawn less often than this, or whose queries too seldom had a result. */
    List<String> shortfalls(int draws) {
        List<String> shortfalls = new ArrayList<>();
        counts.forEach((word, count) -> {
            boolean seldom = count[1] < MIN_SHARE * count[0] && !word.equals(WITHOUT_RESULT);
            if (count[0] < draws || seldom) {
                shortfalls.add(word + " drawn=" + count[0] + " with-result=" + count[1]);
            }
        });
        return shortfalls;
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        counts.forEach((word, count) -> out.append(String.format(
                Locale.ROOT,
                "  %-30s drawn %7d  with a result %7d (%3d %%)%n",
                word,
                count[0],
                count[1],
                count[0] == 0 ? 0 : 100 * count[1] / count[0])));
        return out.toString();
    }
}
