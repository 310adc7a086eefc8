package io.dunlin.promql.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dunlin.promql.ast.Expr;
import io.dunlin.promql.parser.ParserOptions;
import io.dunlin.promql.parser.PromqlParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ParsedQueriesTest {
    private final ParsedQueries queries = new ParsedQueries();
    private final List<String> read = new ArrayList<>();

    private Expr parse(String query) {
        read.add(query);
        return PromqlParser.parse(query, ParserOptions.withFeatures(Set.of()));
    }

    private Expr get(String query) {
        return queries.get(query, this::parse);
    }

    @Test
    void shouldReadAQueryTwiceAndThenNoMore() {
        Expr first = get("sum(up)");
        assertThat(get("sum(up)")).isEqualTo(first);
        Expr kept = get("sum(up)");
        assertThat(get("sum(up)")).isSameAs(kept).isEqualTo(first);
        assertThat(read).containsExactly("sum(up)", "sum(up)");
    }

    @Test
    void shouldKeepNothingOfQueriesThatComeOnce() {
        for (int i = 0; i < 500; i++) {
            get("up{instance=\"" + i + "\"}");
        }
        assertThat(queries.size()).isZero();
    }

    @Test
    void shouldKeepNothingOfAnInvalidQuery() {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> get("sum(")).hasMessageContaining("parse error");
        }
        assertThat(read).hasSize(3);
        assertThat(queries.size()).isZero();
    }

    @Test
    void shouldForgetWhatWasUsedLongestAgo() {
        for (int i = 0; i < 100; i++) {
            String query = "up{instance=\"" + "x".repeat(2_000) + i + "\"}";
            get(query);
            get(query);
            get("always");
        }
        assertThat(queries.size()).isBetween(20, 40);
        assertThat(read.stream().filter("always"::equals)).hasSize(2);
    }

    @Test
    void shouldNotKeepALongQuery() {
        String query = "up{instance=\"" + "x".repeat(10_000) + "\"}";
        get(query);
        get(query);
        get(query);
        assertThat(read).hasSize(3);
    }
}
