package io.dunlin.server;

import io.dunlin.server.config.ConfigLoader;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the command line and the configuration file say, checked.
 *
 * @param config the configuration file
 * @param address where to listen
 * @param dataPath the data directory
 * @param minBlockDuration the length of an epoch, which becomes one block
 * @param queryTimeout the longest evaluation of a query
 * @param queryConcurrency the most queries evaluated at once
 * @param lookbackDelta how old the newest sample of a series may be to count at an evaluation time
 * @param flags every flag with its value as text
 */
record ServerSettings(
        ConfigLoader.Loaded config,
        InetSocketAddress address,
        Path dataPath,
        Duration minBlockDuration,
        Duration queryTimeout,
        int queryConcurrency,
        Duration lookbackDelta,
        SortedMap<String, String> flags) {
    ServerSettings {
        flags = Collections.unmodifiableSortedMap(new TreeMap<>(flags));
    }
}
