package io.dunlin.promql.plan;

import io.dunlin.promql.ast.MatchOp;
import io.dunlin.promql.ast.Matcher;
import io.dunlin.tsdb.model.LabelMatcher;
import java.util.List;
import java.util.stream.Collectors;

/** Between the parser's matchers and the storage's. */
final class Matchers {
    private Matchers() {}

    static List<LabelMatcher> of(List<Matcher> parsed) {
        return parsed.stream()
                .map(m -> new LabelMatcher(typeOf(m.op()), m.name(), m.value()))
                .collect(Collectors.toList());
    }

    private static LabelMatcher.Type typeOf(MatchOp op) {
        return switch (op) {
            case EQUAL -> LabelMatcher.Type.EQUAL;
            case NOT_EQUAL -> LabelMatcher.Type.NOT_EQUAL;
            case REGEX -> LabelMatcher.Type.REGEX;
            case NOT_REGEX -> LabelMatcher.Type.NOT_REGEX;
        };
    }

    static String print(List<LabelMatcher> matchers) {
        return matchers.stream().map(LabelMatcher::toString).collect(Collectors.joining(", ", "{", "}"));
    }
}
