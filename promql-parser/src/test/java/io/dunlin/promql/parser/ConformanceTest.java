package io.dunlin.promql.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dunlin.promql.ast.Expr;
import io.dunlin.promql.ast.ParseException;
import io.dunlin.promql.format.Formatter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Parses the third-party collections of queries. Skipped where {@code dunlin.conformance.dir} has none. */
class ConformanceTest {
    private static final ParserOptions ALL = ParserOptions.all();
    private static final Pattern CASE = Pattern.compile("(?ms)^# (.*?)\\n(.*?)^==>\\n(.*?)(?=^# |\\z)");
    private static final Pattern EVAL = Pattern.compile(
            "^eval(_fail|_warn|_info|_ordered)? (?:instant at \\S+|range from \\S+ to \\S+ step \\S+) (.*)$");

    private final Path directory = Path.of(System.getProperty("dunlin.conformance.dir", ""));

    @BeforeEach
    void requireFiles() {
        assumeTrue(Files.isDirectory(directory.resolve("promqltest")), "no dunlin.conformance.dir");
    }

    @Test
    void readsTheTreesOfTheEditorGrammar() throws IOException {
        String text = Files.readString(directory.resolve("promlang/expression.txt"));
        int cases = 0;
        for (Matcher found = CASE.matcher(text); found.find(); cases++) {
            String query = found.group(2).strip();
            String tree = found.group(3);
            if (found.group(1).contains("@top")) {
                assertThat(PromqlParser.parseSelector(query, ALL).name()).isEqualTo(query);
            } else if (tree.contains("⚠")) {
                assertThatExceptionOfType(ParseException.class)
                        .as(found.group(1))
                        .isThrownBy(() -> PromqlParser.parse(query, ALL));
            } else {
                Expr expr = PromqlParser.parse(query, ALL);
                assertThat(TreeSkeleton.of(expr)).as(found.group(1)).isEqualTo(TreeSkeleton.ofText(tree));
            }
        }
        assertThat(cases).isEqualTo(72);
    }

    @Test
    void readsTheQueriesOfTheTestScripts() throws IOException {
        List<Path> scripts = scripts();
        int parsed = 0;
        for (Path script : scripts) {
            List<String> lines = Files.readAllLines(script);
            for (int i = 0; i < lines.size(); i++) {
                Matcher eval = EVAL.matcher(lines.get(i).strip());
                if (eval.matches() && !mayFail(eval.group(1), lines, i)) {
                    assertRoundTrip(eval.group(2), script.getFileName() + ":" + (i + 1));
                    parsed++;
                }
            }
        }
        assertThat(scripts).hasSize(21);
        assertThat(parsed).isGreaterThan(2150);
    }

    private List<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("promqltest"))) {
            return files.filter(file -> file.toString().endsWith(".test"))
                    .sorted()
                    .toList();
        }
    }

    private static boolean mayFail(String suffix, List<String> lines, int eval) {
        List<String> expectations = new ArrayList<>();
        for (int i = eval + 1; i < lines.size() && !lines.get(i).isBlank(); i++) {
            expectations.add(lines.get(i).strip());
        }
        return "_fail".equals(suffix) || expectations.stream().anyMatch(line -> line.startsWith("expect fail"));
    }

    private static void assertRoundTrip(String query, String place) {
        Expr expr = PromqlParser.parse(query, ALL);
        assertThat(PromqlParser.parse(Formatter.format(expr), ALL)).as(place).isEqualTo(expr);
    }
}
