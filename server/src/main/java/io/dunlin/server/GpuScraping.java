package io.dunlin.server;

import io.dunlin.gpu.GpuOptions;
import io.dunlin.gpu.GpuRows;
import io.dunlin.gpu.GpuScraper;
import io.dunlin.http.Response;
import io.dunlin.http.Route;
import io.dunlin.server.config.Config;
import io.dunlin.server.metrics.MetricWriter;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Storage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** Makes the scraper of GPUs from the configuration, and the page that shows its last scrape to other servers. */
final class GpuScraping {
    private GpuScraping() {}

    /** Returns a scraper that has not started. */
    static GpuScraper scraper(Config.Gpu gpu, Storage storage, Clock clock) throws StartException {
        try {
            return new GpuScraper(storage, options(gpu), clock);
        } catch (IllegalArgumentException e) {
            throw new StartException("flags --gpu.… or the configuration's section gpu: " + e.getMessage(), e);
        }
    }

    private static GpuOptions options(Config.Gpu gpu) {
        GpuOptions standard = GpuOptions.of(gpu.scrapeInterval(), hostname(System.getenv()));
        return new GpuOptions(
                gpu.scrapeInterval(),
                gpu.library().isEmpty() ? standard.library() : gpu.library(),
                standard.hostname(),
                Labels.of(gpu.labels()),
                GpuRows.standardAnd(gpu.metrics()),
                gpu.processes(),
                gpu.podResources().isEmpty() ? standard.podResources() : Path.of(gpu.podResources()));
    }

    /** As dcgm-exporter does it: in a pod the node's name, which the variable tells, and not the pod's. */
    static String hostname(Map<String, String> environment) {
        String node = environment.getOrDefault("NODE_NAME", "");
        return node.isEmpty() ? RunningServer.hostname() : node;
    }

    /** Returns the route of the page. */
    static Route page(GpuScraper scraper) {
        return Route.page("/metrics/gpu", Route.Kind.PAGE, (request, response) -> write(scraper, response));
    }

    private static void write(GpuScraper scraper, Response response) throws IOException {
        response.contentType(MetricWriter.CONTENT_TYPE);
        try (OutputStream out = response.body()) {
            out.write(scraper.expose().getBytes(StandardCharsets.UTF_8));
        }
    }
}
