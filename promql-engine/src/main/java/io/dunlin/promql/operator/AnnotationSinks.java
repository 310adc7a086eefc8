package io.dunlin.promql.operator;

import io.dunlin.promql.annotation.Annotations;
import java.util.ArrayList;
import java.util.List;

/**
 * The annotations of one operator, whose workers have a sink each. Its place among the query's operators is taken when the
 * operator is made, not when it is read: of two equal texts the later operator's position is reported. Thread-safe.
 */
final class AnnotationSinks {
    private final List<Annotations> sinks = new ArrayList<>();

    /** Returns a sink for one worker. */
    synchronized Annotations newSink() {
        Annotations sink = new Annotations();
        sinks.add(sink);
        return sink;
    }

    synchronized void mergeInto(Annotations merged) {
        sinks.forEach(merged::addAll);
    }
}
