package io.dunlin.promql.parser;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Reads the text tables of queries and what is expected of them. */
final class QueryTable {
    private static final String EXPECTATION = "    ";

    private QueryTable() {}

    /** Returns query and expectation of each block of a table beside this class. */
    static Stream<Arguments> read(String name) throws IOException {
        List<Arguments> rows = new ArrayList<>();
        String query = null;
        for (String line : lines(name)) {
            if (line.startsWith(EXPECTATION)) {
                rows.add(Arguments.of(query, unmark(line.substring(EXPECTATION.length()))));
            } else if (!line.isEmpty() && !line.startsWith("//")) {
                query = unmark(line);
            }
        }
        return rows.stream();
    }

    private static String unmark(String text) {
        return text.equals("∅") ? "" : text.replace('␤', '\n');
    }

    private static List<String> lines(String name) throws IOException {
        try (InputStream in = QueryTable.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
