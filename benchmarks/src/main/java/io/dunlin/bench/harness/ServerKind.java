package io.dunlin.bench.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A kind of server: how it is started, where it listens for what, and how far its answers may be from Prometheus's. */
public enum ServerKind {
    DUNLIN("/api/v1/write", "/-/ready", "", 1e-9) {
        @Override
        List<String> command(Path binary, Path directory, String address) {
            List<String> command = program(binary);
            command.addAll(List.of("serve", "--storage.tsdb.path=" + directory, "--web.listen-address=" + address));
            return command;
        }
    },
    PROMETHEUS("/api/v1/write", "/-/ready", "", 1e-9) {
        @Override
        List<String> command(Path binary, Path directory, String address) {
            return List.of(
                    binary.toString(),
                    "--config.file=/dev/null",
                    "--storage.tsdb.path=" + directory,
                    "--web.listen-address=" + address,
                    "--web.enable-remote-write-receiver",
                    "--query.max-samples=500000000",
                    "--log.level=error");
        }
    },
    VICTORIA_METRICS("/api/v1/write", "/health", "/prometheus", 0.05) {
        @Override
        List<String> command(Path binary, Path directory, String address) {
            return List.of(
                    binary.toString(),
                    "-storageDataPath=" + directory,
                    "-httpListenAddr=" + address,
                    "-retentionPeriod=100y",
                    "-search.latencyOffset=0s",
                    "-search.disableCache",
                    "-search.maxUniqueTimeseries=10000000",
                    "-loggerLevel=ERROR");
        }
    };

    private final String writePath;
    private final String readyPath;
    private final String queryPrefix;
    private final double tolerance;

    ServerKind(String writePath, String readyPath, String queryPrefix, double tolerance) {
        this.writePath = writePath;
        this.readyPath = readyPath;
        this.queryPrefix = queryPrefix;
        this.tolerance = tolerance;
    }

    abstract List<String> command(Path binary, Path directory, String address);

    final List<String> command(ServerSpec spec, Path directory, String address) {
        List<String> command = new ArrayList<>(command(spec.binary(), directory, address));
        command.addAll(spec.flags());
        return command;
    }

    /** Returns the words that start a program: a jar needs a JVM, the one that this runs on. */
    private static List<String> program(Path binary) {
        List<String> words = new ArrayList<>();
        if (binary.toString().endsWith(".jar")) {
            words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            words.add("-jar");
        }
        words.add(binary.toString());
        return words;
    }

    List<String> versionCommand(Path binary) {
        List<String> words = program(binary);
        words.add("--version");
        return words;
    }

    /** Returns the flags that keep blocks as they were cut, with no larger levels; VictoriaMetrics has no such thing. */
    public List<String> unmergedBlocks() {
        return switch (this) {
            case DUNLIN, PROMETHEUS ->
                List.of("--storage.tsdb.min-block-duration=2h", "--storage.tsdb.max-block-duration=2h");
            case VICTORIA_METRICS -> List.of();
        };
    }

    /** Returns whether it reads Prometheus's blocks. */
    public boolean readsBlocks() {
        return this != VICTORIA_METRICS;
    }

    String writePath() {
        return writePath;
    }

    String readyPath() {
        return readyPath;
    }

    String queryPrefix() {
        return queryPrefix;
    }

    /**
     * Returns the relative difference up to which an answer counts as the same. VictoriaMetrics's {@code rate} reads the
     * sample before the window and does not extrapolate, so its answers are only near.
     */
    public double tolerance() {
        return tolerance;
    }
}
