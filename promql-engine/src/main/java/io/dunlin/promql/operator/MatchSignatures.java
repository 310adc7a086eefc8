package io.dunlin.promql.operator;

import io.dunlin.promql.ast.VectorMatching;
import io.dunlin.tsdb.model.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Numbers the values of the labels by which the two sides of a binary operation match. Series with one number match.
 */
final class MatchSignatures {
    private final VectorMatching matching;
    private final Set<String> ignored;
    private final Map<Labels, Integer> numbers = new HashMap<>();
    private final List<Labels> labels = new ArrayList<>();

    MatchSignatures(VectorMatching matching) {
        this.matching = matching;
        this.ignored = new HashSet<>(matching.labels());
        ignored.add(Labels.METRIC_NAME);
    }

    /** Returns the number of each series. */
    int[] number(Frame side) {
        int[] signatures = new int[side.size()];
        for (int i = 0; i < signatures.length; i++) {
            Labels compared = comparedLabels(side.labels(i));
            Integer known = numbers.putIfAbsent(compared, labels.size());
            if (known == null) {
                known = labels.size();
                labels.add(compared);
            }
            signatures[i] = known;
        }
        return signatures;
    }

    private Labels comparedLabels(Labels series) {
        return matching.on() ? series.keep(matching.labels()) : series.without(ignored);
    }

    /** Returns how many numbers were given. */
    int count() {
        return labels.size();
    }

    /** Returns the labels that a number stands for. */
    Labels labels(int signature) {
        return labels.get(signature);
    }

    /** Returns, for each number, the series that have it. */
    int[][] membersOf(int[] signatures) {
        int[] sizes = new int[count()];
        for (int signature : signatures) {
            sizes[signature]++;
        }
        int[][] members = new int[count()][];
        for (int i = 0; i < members.length; i++) {
            members[i] = new int[sizes[i]];
        }
        for (int series = signatures.length - 1; series >= 0; series--) {
            members[signatures[series]][--sizes[signatures[series]]] = series;
        }
        return members;
    }
}
