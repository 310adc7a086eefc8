package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.block.LabelAnswers;
import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.model.Exemplar;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Querier;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A querier of a block that looks up questions about the labels of matching series before it asks the block, where every
 * matching series must be read. Which times are asked for plays no part: a block tells the labels of all its series.
 * Thread-safe.
 */
final class RememberingQuerier implements Querier {
    private final Querier block;
    private final Ulid ulid;
    private final LabelAnswers answers;

    RememberingQuerier(Querier block, Ulid ulid, LabelAnswers answers) {
        this.block = block;
        this.ulid = ulid;
        this.answers = answers;
    }

    @Override
    public SeriesSet select(SelectHints hints, List<LabelMatcher> matchers) {
        return block.select(hints, matchers);
    }

    @Override
    public List<String> labelNames(List<LabelMatcher> matchers, int limit) {
        return matchers.isEmpty()
                ? block.labelNames(matchers, limit)
                : limited(ask("names " + matchers, () -> block.labelNames(matchers, 0)), limit);
    }

    @Override
    public List<String> labelValues(String name, List<LabelMatcher> matchers, int limit) {
        return matchers.isEmpty()
                ? block.labelValues(name, matchers, limit)
                : limited(ask("values " + name + " " + matchers, () -> block.labelValues(name, matchers, 0)), limit);
    }

    private List<String> ask(String question, Supplier<List<String>> asked) {
        List<String> known = answers.get(ulid, question);
        if (known != null) {
            return known;
        }
        long start = System.nanoTime();
        List<String> answer = asked.get();
        answers.put(ulid, question, answer, System.nanoTime() - start);
        return answer;
    }

    private static List<String> limited(List<String> answer, int limit) {
        return limit > 0 && limit < answer.size() ? answer.subList(0, limit) : answer;
    }

    @Override
    public Map<Labels, List<Exemplar>> exemplars(List<LabelMatcher> matchers) {
        return block.exemplars(matchers);
    }
}
