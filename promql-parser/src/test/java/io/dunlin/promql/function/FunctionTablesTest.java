package io.dunlin.promql.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.promql.ast.Expr;
import io.dunlin.promql.parser.ParserOptions;
import io.dunlin.promql.parser.PromqlParser;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FunctionTablesTest {
    @Test
    void hasEveryWordOfPrometheus314() {
        assertThat(PromqlFunction.values()).hasSize(90);
        assertThat(Arrays.stream(PromqlFunction.values()).filter(PromqlFunction::isExperimental))
                .hasSize(17);
        assertThat(AggregationOp.values()).hasSize(14);
        assertThat(Arrays.stream(AggregationOp.values()).filter(AggregationOp::isExperimental))
                .containsExactly(AggregationOp.LIMITK, AggregationOp.LIMIT_RATIO);
        assertThat(BinaryOp.values()).hasSize(18);
    }

    @ParameterizedTest
    @EnumSource
    void parsesTheExampleOfEachFunction(PromqlFunction function) {
        Expr expr = PromqlParser.parse(function.example(), ParserOptions.all());

        assertThat(expr.type()).isEqualTo(function.returnType());
        assertThat(function.example()).startsWith(function.promqlName() + "(");
        assertThat(PromqlFunction.ofName(function.promqlName())).contains(function);
    }

    @ParameterizedTest
    @EnumSource
    void parsesTheExampleOfEachAggregation(AggregationOp op) {
        Expr expr = PromqlParser.parse(op.example(), ParserOptions.all());

        assertThat(expr.type()).isEqualTo(ValueType.VECTOR);
        assertThat(op.example()).startsWith(op.promqlName());
    }

    @ParameterizedTest
    @EnumSource
    void parsesTheExampleOfEachOperator(BinaryOp op) {
        Expr expr = PromqlParser.parse(op.example(), ParserOptions.all());

        assertThat(expr.type()).isEqualTo(ValueType.VECTOR);
        assertThat(op.example()).contains(" " + op.symbol() + " ");
        assertThat(BinaryOp.ofSymbol(op.symbol())).contains(op);
    }

    @Test
    void countsArguments() {
        assertThat(PromqlFunction.TIME.maxArguments()).isZero();
        assertThat(PromqlFunction.HOUR.minArguments()).isZero();
        assertThat(PromqlFunction.LABEL_JOIN.minArguments()).isEqualTo(3);
        assertThat(PromqlFunction.LABEL_JOIN.maxArguments()).isEqualTo(Parameter.UNLIMITED);
        assertThat(PromqlFunction.HISTOGRAM_QUANTILES.minArguments()).isEqualTo(3);
        assertThat(PromqlFunction.HISTOGRAM_QUANTILES.maxArguments()).isEqualTo(12);
        assertThat(PromqlFunction.HISTOGRAM_QUANTILES.argumentType(11)).contains(ValueType.SCALAR);
        assertThat(PromqlFunction.PI.argumentType(0)).isEmpty();
    }
}
