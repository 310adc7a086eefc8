package io.dunlin.promql.promqltest;

import io.dunlin.promql.result.QueryResult;
import java.util.List;

/** Compares the annotations of a result with what a script expects: exact texts with positions. */
final class AnnotationCheck {
    private AnnotationCheck() {}

    /** Throws {@link Mismatch} where an annotation is missing, or is there and not expected. */
    static void check(Expected expected, QueryResult result) {
        check(expected.of(Expectation.Kind.WARN), result.warnings(), "warn");
        check(expected.of(Expectation.Kind.INFO), result.infos(), "info");
        if (expected.has(Expectation.Kind.NO_WARN) && !result.warnings().isEmpty()) {
            throw new Mismatch("unexpected warning annotations: " + result.warnings());
        }
        if (expected.has(Expectation.Kind.NO_INFO) && !result.infos().isEmpty()) {
            throw new Mismatch("unexpected info annotations: " + result.infos());
        }
    }

    private static void check(List<Expectation> expected, List<String> actual, String kind) {
        if (expected.isEmpty()) {
            return;
        }
        if (actual.isEmpty()) {
            throw new Mismatch("expected " + kind + " annotations but none were found");
        }
        for (Expectation expectation : expected) {
            if (actual.stream().noneMatch(expectation::matches)) {
                throw new Mismatch("expected " + kind + " annotation [" + expectation + "], found: " + actual);
            }
        }
        for (String annotation : actual) {
            if (expected.stream().noneMatch(expectation -> expectation.matches(annotation))) {
                throw new Mismatch("unexpected " + kind + " annotation: " + annotation);
            }
        }
    }
}
