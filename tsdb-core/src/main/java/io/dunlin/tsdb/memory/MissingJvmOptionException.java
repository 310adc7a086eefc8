package io.dunlin.tsdb.memory;

/** The JVM was started without an option that off-heap memory needs; the message names the exact option. */
public final class MissingJvmOptionException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    MissingJvmOptionException(String option, Throwable cause) {
        super("off-heap memory needs the JVM option " + option + " (add it before -jar or -cp)", cause);
    }
}
