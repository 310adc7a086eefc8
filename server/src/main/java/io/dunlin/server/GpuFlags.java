package io.dunlin.server;

import io.dunlin.server.config.Config;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The flags of the GPU scraper, one for each key of the configuration file's section {@code gpu}; a flag wins. */
final class GpuFlags {
    @Option(
            names = "--gpu.enabled",
            paramLabel = "<true|false>",
            arity = "0..1",
            fallbackValue = "true",
            description = "Scrape the GPUs of this machine through NVML (default: true).")
    private Boolean enabled;

    @Option(
            names = "--gpu.scrape-interval",
            paramLabel = "<duration>",
            converter = ServeCommand.DurationConverter.class,
            description = "How often GPUs are scraped, 100ms to 1h (default: 1s).")
    private Duration scrapeInterval;

    @Option(
            names = "--gpu.library",
            paramLabel = "<file>",
            description = "Name or path of the NVML library (default: the platform's, libnvidia-ml.so.1 on Linux).")
    private String library;

    @Option(
            names = "--gpu.labels",
            paramLabel = "<name=value>",
            split = ",",
            description = "Labels added to every GPU series.")
    private Map<String, String> labels;

    @Option(
            names = "--gpu.metrics",
            paramLabel = "<name>",
            split = ",",
            description = "Metrics and labels beside dcgm-exporter's default list; all for every metric.")
    private List<String> metrics;

    @Option(
            names = "--gpu.processes",
            paramLabel = "<true|false>",
            arity = "0..1",
            fallbackValue = "true",
            description = "Give each process that uses a GPU series of its own (default: true).")
    private Boolean processes;

    @Option(
            names = "--gpu.pod-resources",
            paramLabel = "<socket>",
            description = "Socket of the kubelet's pod-resources service (default: the kubelet's usual one).")
    private String podResources;

    /** Returns the settings of the file with those that a flag gives in their place. */
    Config.Gpu over(Config.Gpu file) {
        return new Config.Gpu(
                enabled == null ? file.enabled() : enabled,
                scrapeInterval == null ? file.scrapeInterval() : scrapeInterval,
                library == null ? file.library() : library,
                labels == null ? file.labels() : labels,
                metrics == null ? file.metrics() : metrics,
                processes == null ? file.processes() : processes,
                podResources == null ? file.podResources() : podResources);
    }
}
