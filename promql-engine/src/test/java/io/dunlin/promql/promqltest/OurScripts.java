package io.dunlin.promql.promqltest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The scripts of the project itself. Real Prometheus 3.14 passes each of them too. */
final class OurScripts {
    static final List<String> NAMES = List.of(
            "aggregations.test",
            "classic_histograms.test",
            "counters.test",
            "extended.test",
            "gauges.test",
            "labels.test",
            "math.test",
            "native_histograms.test",
            "operators.test",
            "over_time.test",
            "time.test");

    private OurScripts() {}

    static String read(String name) {
        try (InputStream in = OurScripts.class.getResourceAsStream("/promqltest/ours/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no such script: name=" + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
