package io.dunlin.server;

import io.dunlin.compaction.RetentionPolicy;
import io.dunlin.promql.engine.EngineOptions;
import io.dunlin.server.config.ConfigLoader;
import io.dunlin.tsdb.head.HeadLimits;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the command line and the configuration file say, checked.
 *
 * @param config the configuration file
 * @param configFile its path, where there is one
 * @param address where to listen
 * @param adminApi whether clients may delete series and make snapshots
 * @param storage what is kept, and where
 * @param engine how queries are evaluated
 * @param flags every flag with its value as text
 */
record ServerSettings(
        ConfigLoader.Loaded config,
        Optional<Path> configFile,
        InetSocketAddress address,
        boolean adminApi,
        StorageSettings storage,
        EngineOptions engine,
        SortedMap<String, String> flags) {
    ServerSettings {
        flags = Collections.unmodifiableSortedMap(new TreeMap<>(flags));
    }

    /** Returns where finished queries are written down, if anywhere; a relative path starts at the configuration file. */
    Optional<Path> queryLogFile() {
        String name = config.config().global().queryLogFile();
        return name.isEmpty() ? Optional.empty() : configFile.map(file -> file.resolveSibling(name));
    }

    /**
     * What is kept, and where.
     *
     * @param directory the data directory
     * @param minBlock the length of an epoch, which becomes one block
     * @param maxBlock the longest block that blocks are merged into
     * @param uploaded Thanos's list of the blocks it has copied: others are not merged yet
     * @param retention which blocks are deleted
     * @param limits what a series may be, and how many there may be
     * @param memory the most bytes outside of the Java heap
     * @param labelAnswers the most answers about labels that are kept, 0 for none
     */
    record StorageSettings(
            Path directory,
            Duration minBlock,
            Duration maxBlock,
            Optional<Path> uploaded,
            RetentionPolicy retention,
            HeadLimits limits,
            long memory,
            long labelAnswers) {}
}
