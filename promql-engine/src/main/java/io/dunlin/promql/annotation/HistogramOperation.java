package io.dunlin.promql.annotation;

/** What was done with histograms, as annotations name it. */
public enum HistogramOperation {
    ADDITION("addition"),
    SUBTRACTION("subtraction"),
    AGGREGATION("aggregation");

    private final String word;

    HistogramOperation(String word) {
        this.word = word;
    }

    /** Returns the word in Prometheus's texts. */
    public String word() {
        return word;
    }
}
