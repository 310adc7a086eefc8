package io.dunlin.http.endpoint;

import java.time.Instant;
import java.util.SortedMap;

/** What the server says of itself under {@code /api/v1/status}. Thread-safe. */
public interface ServerInfo {
    /**
     * The build, in Prometheus's terms. Clients choose what they dare to ask by {@code version}.
     *
     * @param version a plain semantic version, of the Prometheus whose API this is: at least 2.24.0, or Thanos and Grafana
     *     fall back to slower calls
     * @param revision the commit
     * @param branch the branch
     * @param buildUser who built it
     * @param buildDate when, as {@code yyyyMMdd-HH:mm:ss}
     * @param goVersion the language's version; Prometheus's name for the field
     */
    record BuildInfo(
            String version, String revision, String branch, String buildUser, String buildDate, String goVersion) {}

    /**
     * How the process stands.
     *
     * @param startTime when it started
     * @param workingDirectory where it was started
     * @param hostname the machine
     * @param configLoaded whether the configuration file was read without error
     * @param configTime when that was
     * @param corruptions damaged files met so far
     * @param retention the limits of the storage in time and size, as {@code 15d or 10GiB}
     */
    record RuntimeInfo(
            Instant startTime,
            String workingDirectory,
            String hostname,
            boolean configLoaded,
            Instant configTime,
            long corruptions,
            String retention) {}

    /** Returns the name that the health page gives the server. */
    String name();

    /** Returns the build. */
    BuildInfo build();

    /** Returns how the process stands now. */
    RuntimeInfo runtime();

    /** Returns every flag with its value, durations as Prometheus writes them. */
    SortedMap<String, String> flags();

    /** Returns the configuration in force as YAML. */
    String configYaml();
}
