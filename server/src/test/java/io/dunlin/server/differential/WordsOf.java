package io.dunlin.server.differential;

import io.dunlin.promql.ast.AggregateExpr;
import io.dunlin.promql.ast.AtModifier;
import io.dunlin.promql.ast.BinaryExpr;
import io.dunlin.promql.ast.Call;
import io.dunlin.promql.ast.DurationExpr;
import io.dunlin.promql.ast.DurationLiteral;
import io.dunlin.promql.ast.Expr;
import io.dunlin.promql.ast.MatchOp;
import io.dunlin.promql.ast.Matcher;
import io.dunlin.promql.ast.MatrixSelector;
import io.dunlin.promql.ast.ParenExpr;
import io.dunlin.promql.ast.RangeMode;
import io.dunlin.promql.ast.StringLiteral;
import io.dunlin.promql.ast.SubqueryExpr;
import io.dunlin.promql.ast.UnaryExpr;
import io.dunlin.promql.ast.VectorMatching;
import io.dunlin.promql.ast.VectorMatching.Cardinality;
import io.dunlin.promql.ast.VectorSelector;
import io.dunlin.promql.parser.ParserOptions;
import io.dunlin.promql.parser.PromqlParser;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds the words that a query uses, from its syntax tree and not from what the generator meant to write. */
final class WordsOf {
    private final String query;
    private final Set<String> words = new TreeSet<>();

    private WordsOf(String query) {
        this.query = query;
    }

    static Set<String> query(String query) {
        WordsOf found = new WordsOf(query);
        found.walk(PromqlParser.parse(query, ParserOptions.all()));
        return found.words;
    }

    private void add(Modifier modifier) {
        words.add(modifier.word());
    }

    private void walk(Expr expression) {
        if (expression instanceof Call call) {
            words.add(call.function().promqlName());
        } else if (expression instanceof AggregateExpr aggregate) {
            aggregation(aggregate);
        } else if (expression instanceof BinaryExpr binary) {
            operation(binary);
        } else if (expression instanceof SubqueryExpr subquery) {
            add(subquery.step().isPresent() ? Modifier.SUBQUERY : Modifier.SUBQUERY_DEFAULT_STEP);
            duration(subquery.range());
            times(subquery.at(), subquery.offset());
        } else if (expression instanceof MatrixSelector matrix) {
            duration(matrix.range());
        } else if (expression instanceof VectorSelector selector) {
            selector(selector);
        } else if (expression instanceof UnaryExpr) {
            add(Modifier.NEGATION);
        } else if (expression instanceof ParenExpr) {
            add(Modifier.PARENTHESES);
        } else if (expression instanceof StringLiteral) {
            add(Modifier.STRING);
        }
        expression.children().forEach(this::walk);
    }

    private void aggregation(AggregateExpr aggregate) {
        words.add(aggregate.op().promqlName());
        if (aggregate.without()) {
            add(Modifier.WITHOUT);
        } else if (!aggregate.grouping().isEmpty()) {
            add(Modifier.BY);
        }
    }

    private void operation(BinaryExpr binary) {
        words.add(binary.op().symbol());
        VectorMatching matching = binary.matching();
        if (binary.returnBool()) {
            add(Modifier.BOOL);
        }
        if (matching.on()) {
            add(Modifier.ON);
        } else if (!matching.labels().isEmpty()) {
            add(Modifier.IGNORING);
        }
        if (matching.cardinality() == Cardinality.MANY_TO_ONE) {
            add(Modifier.GROUP_LEFT);
        } else if (matching.cardinality() == Cardinality.ONE_TO_MANY) {
            add(Modifier.GROUP_RIGHT);
        }
        if (!matching.include().isEmpty()) {
            add(Modifier.INCLUDE);
        }
        if (matching.fillLeft().isPresent() && matching.fillLeft().equals(matching.fillRight())) {
            add(Modifier.FILL);
        } else if (matching.fillLeft().isPresent()) {
            add(Modifier.FILL_LEFT);
        }
        if (matching.fillRight().isPresent() && !matching.fillRight().equals(matching.fillLeft())) {
            add(Modifier.FILL_RIGHT);
        }
    }

    private void selector(VectorSelector selector) {
        times(selector.at(), selector.offset());
        if (selector.mode() == RangeMode.ANCHORED) {
            add(Modifier.ANCHORED);
        } else if (selector.mode() == RangeMode.SMOOTHED) {
            add(Modifier.SMOOTHED);
        }
        for (Matcher matcher : selector.matchers()) {
            if (matcher.op() == MatchOp.REGEX || matcher.op() == MatchOp.NOT_REGEX) {
                add(Modifier.REGEX);
            }
            if (matcher.name().equals(Matcher.METRIC_NAME)) {
                boolean quoted = query.startsWith("{\"", selector.span().start());
                add(quoted ? Modifier.QUOTED_NAME : Modifier.NAME_MATCHER);
            }
        }
    }

    private void times(Optional<AtModifier> at, Optional<DurationExpr> offset) {
        at.ifPresent(modifier -> add(
                switch (modifier.anchor()) {
                    case TIMESTAMP -> Modifier.AT;
                    case START -> Modifier.AT_START;
                    case END -> Modifier.AT_END;
                }));
        offset.ifPresent(shift -> {
            int sign = query.startsWith("-", shift.span().start()) ? -1 : 1;
            add(sign < 0 ? Modifier.NEGATIVE_OFFSET : Modifier.OFFSET);
            duration(shift);
        });
    }

    private void duration(DurationExpr duration) {
        boolean literal = duration instanceof DurationLiteral;
        String text = query.substring(duration.span().start(), duration.span().end());
        if (!literal && !text.matches("-[0-9a-z]+")) {
            add(Modifier.DURATION_EXPRESSION);
        } else if (!text.matches(".*[smhdwy]")) {
            add(Modifier.DURATION_NUMBER);
        }
    }
}
