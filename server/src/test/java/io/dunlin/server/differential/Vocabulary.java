package io.dunlin.server.differential;

import io.dunlin.promql.function.AggregationOp;
import io.dunlin.promql.function.BinaryOp;
import io.dunlin.promql.function.PromqlFunction;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The words that both sides know: the tables of functions, aggregations and operators, and {@link Modifier}, less what the
 * reference refuses to parse because it is too old for it or the feature is off.
 *
 * @param unknown the words that the reference does not know
 * @param current whether the reference is of this generation, with all that {@link DataSet} has for it
 */
record Vocabulary(
        List<PromqlFunction> functions,
        List<AggregationOp> aggregations,
        List<BinaryOp> operators,
        Set<Modifier> modifiers,
        List<String> unknown,
        boolean current) {
    /** Asks the reference for an example of each word. */
    static Vocabulary of(Answering reference) {
        List<String> unknown = new ArrayList<>();
        List<PromqlFunction> functions = new ArrayList<>();
        for (PromqlFunction function : PromqlFunction.values()) {
            if (knows(reference, function.example(), function.promqlName(), unknown)) {
                functions.add(function);
            }
        }
        List<AggregationOp> aggregations = new ArrayList<>();
        for (AggregationOp op : AggregationOp.values()) {
            if (knows(reference, op.example(), op.promqlName(), unknown)) {
                aggregations.add(op);
            }
        }
        List<BinaryOp> operators = new ArrayList<>();
        for (BinaryOp op : BinaryOp.values()) {
            if (knows(reference, op.example(), op.symbol(), unknown)) {
                operators.add(op);
            }
        }
        Set<Modifier> modifiers = EnumSet.noneOf(Modifier.class);
        for (Modifier modifier : Modifier.values()) {
            if (knows(reference, modifier.example(), modifier.word(), unknown)) {
                modifiers.add(modifier);
            }
        }
        return new Vocabulary(
                functions, aggregations, operators, modifiers, unknown, operators.contains(BinaryOp.TRIM_LOWER));
    }

    private static boolean knows(Answering reference, String example, String word, List<String> unknown) {
        boolean known = !reference
                .answer(new QueryCase(example, DataSet.START, DataSet.START, 0))
                .errorType()
                .equals("bad_data");
        if (!known) {
            unknown.add(word);
        }
        return known;
    }

    boolean has(Modifier modifier) {
        return modifiers.contains(modifier);
    }
}
