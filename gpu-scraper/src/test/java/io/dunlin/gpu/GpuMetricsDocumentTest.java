package io.dunlin.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/gpu-metrics.md} holds the tables as they are; {@code -Ddunlin.update.docs=true} writes them anew. */
class GpuMetricsDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "gpu-metrics.md");
    private static final String METRICS = "<!-- table: generated from GpuMetric -->\n";
    private static final String LABELS = "<!-- table: generated from GpuLabel -->\n";
    private static final String END = "<!-- end of table -->";

    @Test
    void shouldHoldTheTables() throws IOException {
        String wanted = with(with(Files.readString(DOCUMENT), METRICS, table()), LABELS, labels());
        if (Boolean.getBoolean("dunlin.update.docs")) {
            Files.writeString(DOCUMENT, wanted);
        }

        assertThat(Files.readString(DOCUMENT)).isEqualTo(wanted);
    }

    private static String with(String document, String begin, String table) {
        assertThat(document).contains(begin);
        int from = document.indexOf(begin) + begin.length();
        return document.substring(0, from) + table + document.substring(document.indexOf(END, from));
    }

    private static String labels() {
        StringBuilder out = new StringBuilder("| label | help | source |\n|---|---|---|\n");
        for (GpuLabel label : GpuLabel.values()) {
            out.append("| ").append(label.labelName());
            out.append(" | ").append(label.help());
            out.append(" | ").append(label.source()).append(" |\n");
        }
        return out.toString();
    }

    private static String table() {
        StringBuilder out =
                new StringBuilder("| metric | type | read by default | help | source |\n|---|---|---|---|---|\n");
        for (GpuMetric metric : GpuMetric.values()) {
            String sources = metric.sources().stream()
                    .map(s -> s.reading() + "[" + s.index() + "] " + s.conversion())
                    .collect(Collectors.joining(", else "));
            out.append("| ").append(metric.metricName());
            out.append(" | ").append(metric.type());
            out.append(" | ").append(metric.isDefault() ? "yes" : "");
            out.append(" | ").append(metric.help());
            out.append(" | ").append(sources).append(" |\n");
        }
        return out.toString();
    }
}
