package io.dunlin.promql.plan;

/** What of a sample an instant selector takes as its value. */
public enum SampleField {
    /** The value. */
    VALUE(""),
    /** When the sample was taken, in seconds: {@code timestamp()}. */
    TIME(" times"),
    /** When the sample's counter started, in seconds: {@code start_timestamp()}. */
    START_TIME(" start times");

    private final String description;

    SampleField(String description) {
        this.description = description;
    }

    String describe() {
        return description;
    }
}
