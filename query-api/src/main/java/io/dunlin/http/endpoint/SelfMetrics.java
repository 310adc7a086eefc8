package io.dunlin.http.endpoint;

import java.io.IOException;
import java.io.OutputStream;

/** Writes the server's own metrics in the Prometheus text format, version 0.0.4. Thread-safe. */
@FunctionalInterface
public interface SelfMetrics {
    /** Writes the page; does not close the stream. */
    void write(OutputStream out) throws IOException;
}
