package io.dunlin.server.differential;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * The reviewed list of what an older Prometheus answers otherwise. One row a line, its columns separated by {@code |}: the
 * fields that may differ, joined by commas, a regular expression found in the minimised query, one found in the two answers,
 * what the old version gives, what 3.14 gives, why, and where no chance is needed to meet it, a query that differs like
 * that. Thread-safe.
 */
final class KnownDifferences {
    private static final int COLUMNS = 6;
    private static final int EXAMPLE = COLUMNS;

    private final List<Row> rows;

    private record Row(
            List<String> fields,
            Pattern query,
            Pattern answers,
            String line,
            Optional<String> example,
            AtomicInteger uses) {
        boolean matches(QueryCase at, Difference difference) {
            return fields.contains(difference.field().name())
                    && query.matcher(at.query()).find()
                    && answers.matcher(difference.ours() + "\n" + difference.theirs())
                            .find();
        }
    }

    private KnownDifferences(List<Row> rows) {
        this.rows = rows;
    }

    /** Reads the list of a version such as {@code 2.42}; a version without a list has no known differences. */
    static KnownDifferences of(String version) {
        List<Row> rows = new ArrayList<>();
        try (InputStream file =
                KnownDifferences.class.getResourceAsStream("/differential/prometheus-" + version + ".txt")) {
            if (file != null) {
                new String(file.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .map(KnownDifferences::row)
                        .forEach(rows::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new KnownDifferences(rows);
    }

    private static Row row(String line) {
        String[] columns = line.split(" \\| ", -1);
        if (columns.length != COLUMNS && columns.length != EXAMPLE + 1) {
            throw new IllegalArgumentException("a row has " + COLUMNS + " columns and perhaps an example: columns="
                    + columns.length + " row=" + line);
        }
        return new Row(
                List.of(columns[0].strip().split(",")),
                Pattern.compile(columns[1].strip()),
                Pattern.compile(columns[2].strip(), Pattern.DOTALL),
                line,
                columns.length > EXAMPLE ? Optional.of(columns[EXAMPLE].strip()) : Optional.empty(),
                new AtomicInteger());
    }

    /** Returns the queries that show a row each. */
    List<String> examples() {
        return rows.stream().flatMap(row -> row.example().stream()).toList();
    }

    /** Returns whether a row says so, and counts its use. */
    boolean explain(QueryCase query, Difference difference) {
        Optional<Row> row =
                rows.stream().filter(one -> one.matches(query, difference)).findFirst();
        row.ifPresent(one -> one.uses().incrementAndGet());
        return row.isPresent();
    }

    /** Returns the rows that nothing needed. */
    List<String> unused() {
        return rows.stream().filter(row -> row.uses().get() == 0).map(Row::line).toList();
    }

    /** Returns each row with the number of its uses. */
    List<String> uses() {
        return rows.stream().map(row -> row.uses().get() + " x " + row.line()).toList();
    }
}
