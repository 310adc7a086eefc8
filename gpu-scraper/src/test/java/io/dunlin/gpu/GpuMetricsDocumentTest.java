package io.dunlin.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/gpu-metrics.md} holds the table as it is; {@code -Ddunlin.update.docs=true} writes it anew. */
class GpuMetricsDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "gpu-metrics.md");
    private static final String BEGIN = "<!-- table: generated from GpuMetric -->\n";
    private static final String END = "<!-- end of table -->";

    @Test
    void shouldHoldTheTable() throws IOException {
        String document = Files.readString(DOCUMENT);
        int begin = document.indexOf(BEGIN) + BEGIN.length();
        int end = document.indexOf(END);
        String wanted = document.substring(0, begin) + table() + document.substring(end);
        if (Boolean.getBoolean("dunlin.update.docs")) {
            Files.writeString(DOCUMENT, wanted);
        }

        assertThat(Files.readString(DOCUMENT)).isEqualTo(wanted);
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
