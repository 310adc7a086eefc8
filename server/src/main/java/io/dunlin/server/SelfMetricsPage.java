package io.dunlin.server;

import io.dunlin.http.endpoint.SelfMetrics;
import io.dunlin.server.metrics.MetricSource;
import io.dunlin.server.metrics.MetricWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The page {@code /metrics}: everything that its sources say now. Thread-safe; sources come in while the parts start. */
final class SelfMetricsPage implements SelfMetrics {
    private final List<MetricSource> sources = new CopyOnWriteArrayList<>();

    void add(MetricSource source) {
        sources.add(source);
    }

    @Override
    public void write(OutputStream out) throws IOException {
        MetricWriter text = new MetricWriter();
        text.gauge("dunlin_build_info", "The build.")
                .sample(
                        1,
                        "version",
                        DunlinVersion.version(),
                        "java",
                        Integer.toString(Runtime.version().feature()));
        sources.forEach(source -> source.write(text));
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
