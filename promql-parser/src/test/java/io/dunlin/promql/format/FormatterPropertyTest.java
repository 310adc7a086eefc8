package io.dunlin.promql.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.promql.ast.Expr;
import io.dunlin.promql.parser.ParserOptions;
import io.dunlin.promql.parser.PromqlParser;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FormatterPropertyTest {
    private static final int DEPTH = 5;

    @Provide
    Arbitrary<Expr> expressions() {
        return Arbitraries.randomValue(random -> new ExprGenerator(random).any(DEPTH));
    }

    @Property(tries = 5000)
    void parsesWhatItPrints(@ForAll("expressions") Expr expr) {
        String text = Formatter.format(expr);

        assertThat(PromqlParser.parse(text, ParserOptions.all())).as(text).isEqualTo(expr);
    }

    @Property(tries = 2000)
    void parsesWhatItPrintsPretty(@ForAll("expressions") Expr expr) {
        String text = Formatter.pretty(expr);

        assertThat(PromqlParser.parse(text, ParserOptions.all())).as(text).isEqualTo(expr);
    }
}
