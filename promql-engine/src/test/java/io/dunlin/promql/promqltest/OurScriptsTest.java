package io.dunlin.promql.promqltest;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.promql.ast.AggregateExpr;
import io.dunlin.promql.ast.BinaryExpr;
import io.dunlin.promql.ast.Call;
import io.dunlin.promql.ast.Expr;
import io.dunlin.promql.engine.QueryEngine;
import io.dunlin.promql.function.AggregationOp;
import io.dunlin.promql.function.BinaryOp;
import io.dunlin.promql.function.PromqlFunction;
import io.dunlin.promql.parser.ParserOptions;
import io.dunlin.promql.parser.PromqlParser;
import io.dunlin.promql.testing.InMemoryStorage;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class OurScriptsTest {
    private static QueryEngine engine;

    @BeforeAll
    static void start() {
        engine = ScriptEngines.create();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @ParameterizedTest
    @FieldSource("io.dunlin.promql.promqltest.OurScripts#NAMES")
    void passes(String name) {
        ScriptReport report = ScriptRunner.run(name, OurScripts.read(name), engine, InMemoryStorage::new);
        assertThat(report.failures()).isEmpty();
        assertThat(report.passed()).isPositive();
    }

    @Test
    void usesEveryWordOfTheLanguage() {
        Words words = new Words();
        for (String name : OurScripts.NAMES) {
            for (ScriptCommand command : ScriptParser.parse(OurScripts.read(name))) {
                if (command instanceof ScriptCommand.Eval eval) {
                    words.collect(PromqlParser.parse(eval.query(), ParserOptions.all()));
                }
            }
        }
        assertThat(words.functions).isEqualTo(EnumSet.allOf(PromqlFunction.class));
        assertThat(words.aggregations).isEqualTo(EnumSet.allOf(AggregationOp.class));
        assertThat(words.operators).isEqualTo(EnumSet.allOf(BinaryOp.class));
    }

    private static final class Words {
        private final Set<PromqlFunction> functions = EnumSet.noneOf(PromqlFunction.class);
        private final Set<AggregationOp> aggregations = EnumSet.noneOf(AggregationOp.class);
        private final Set<BinaryOp> operators = EnumSet.noneOf(BinaryOp.class);

        void collect(Expr expr) {
            if (expr instanceof Call call) {
                functions.add(call.function());
            } else if (expr instanceof AggregateExpr aggregate) {
                aggregations.add(aggregate.op());
            } else if (expr instanceof BinaryExpr binary) {
                operators.add(binary.op());
            }
            expr.children().forEach(this::collect);
        }
    }
}
