package io.dunlin.server.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the configuration file says. Keys that are not written have the values of {@link #empty()}.
 *
 * @param global what concerns all series
 * @param storage how samples are kept
 * @param gpu how GPUs are scraped
 */
public record Config(Global global, StorageSection storage, Gpu gpu) {
    /** Fills in what was not written. */
    public Config {
        global = global == null ? new Global(null, null) : global;
        storage = storage == null ? new StorageSection(null) : storage;
        gpu = gpu == null ? new Gpu(null, null, null, null, null, null, null) : gpu;
    }

    /** Returns what an empty file says. */
    public static Config empty() {
        return new Config(null, null, null);
    }

    /**
     * What concerns all series.
     *
     * @param externalLabels the labels that name this server to others, such as Thanos; never part of a query's result
     * @param queryLogFile where finished queries are written down, relative to the configuration file; empty for nowhere
     */
    public record Global(Map<String, String> externalLabels, String queryLogFile) {
        /** Fills in what was not written. */
        public Global {
            queryLogFile = queryLogFile == null ? "" : queryLogFile;
            externalLabels = externalLabels == null ? Map.of() : Map.copyOf(externalLabels);
        }
    }

    /**
     * How samples are kept.
     *
     * @param tsdb the database on this machine
     */
    public record StorageSection(TsdbSection tsdb) {
        /** Fills in what was not written. */
        public StorageSection {
            tsdb = tsdb == null ? new TsdbSection(null) : tsdb;
        }
    }

    /**
     * The database on this machine.
     *
     * @param outOfOrderTimeWindow how far before the newest sample of all one may be that is not later than its series'
     *     newest; zero for none of them
     */
    public record TsdbSection(Duration outOfOrderTimeWindow) {
        /** Fills in what was not written. */
        public TsdbSection {
            outOfOrderTimeWindow = outOfOrderTimeWindow == null ? Duration.ZERO : outOfOrderTimeWindow;
        }
    }

    /**
     * How GPUs are scraped.
     *
     * @param enabled whether they are
     * @param scrapeInterval the distance of scrapes
     * @param library the NVML library's name or path; empty for the platform's
     * @param labels labels added to every GPU series
     * @param metrics names of metrics and labels to read besides the default ones; {@code all} for every metric
     * @param processes whether each process that uses a GPU has series of its own
     * @param podResources the socket of the kubelet's pod-resources service; empty for the usual one
     */
    public record Gpu(
            Boolean enabled,
            Duration scrapeInterval,
            String library,
            Map<String, String> labels,
            List<String> metrics,
            Boolean processes,
            String podResources) {
        private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(1);

        /** Fills in what was not written. */
        public Gpu {
            enabled = enabled == null || enabled;
            scrapeInterval = scrapeInterval == null ? DEFAULT_INTERVAL : scrapeInterval;
            library = library == null ? "" : library;
            labels = labels == null ? Map.of() : Map.copyOf(labels);
            metrics = metrics == null ? List.of() : List.copyOf(metrics);
            processes = processes == null || processes;
            podResources = podResources == null ? "" : podResources;
        }
    }
}
