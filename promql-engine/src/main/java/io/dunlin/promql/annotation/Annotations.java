package io.dunlin.promql.annotation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the annotations of an evaluation, each text once. One thread writes it; workers have their own and merge. */
public final class Annotations {
    private final Map<String, Annotation> byText = new LinkedHashMap<>();

    /** Adds an annotation. */
    public void add(Annotation annotation) {
        byText.merge(annotation.text(), annotation, (earlier, later) -> later.mergedWith(earlier));
    }

    /** Adds all of another collection, as if they were added here after the present ones. */
    public void addAll(Annotations later) {
        later.byText.values().forEach(this::add);
    }

    /** Ends the call that the present annotations are of: details that are gathered differently within a call are done. */
    public void settle() {
        byText.replaceAll((text, annotation) -> annotation.settled());
    }

    /** Returns whether nothing was added. */
    public boolean isEmpty() {
        return byText.isEmpty();
    }

    /** Prints the annotations of one severity in the order of their first occurrence. */
    public List<String> print(Annotation.Severity severity, String query) {
        List<String> printed = new ArrayList<>();
        for (Annotation annotation : byText.values()) {
            if (annotation.severity() == severity) {
                printed.add(annotation.print(query));
            }
        }
        return printed;
    }
}
