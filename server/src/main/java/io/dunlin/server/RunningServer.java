package io.dunlin.server;

import io.dunlin.compaction.RetentionPolicy;
import io.dunlin.http.endpoint.ServerInfo;
import io.dunlin.server.config.PrometheusBytes;
import io.dunlin.server.config.PrometheusDuration;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.LongSupplier;

/** What the server says of itself under {@code /api/v1/status}. Immutable. */
final class RunningServer implements ServerInfo {
    /** The Prometheus whose API this is: clients read it to choose what they dare to ask. */
    private static final String API_VERSION = "3.14.0";

    private final ServerSettings settings;
    private final Instant configTime;
    private final LongSupplier corruptions;
    private final String hostname = hostname();

    RunningServer(ServerSettings settings, Instant configTime, LongSupplier corruptions) {
        this.settings = settings;
        this.configTime = configTime;
        this.corruptions = corruptions;
    }

    /** Returns the name of this machine, as well as it is known. */
    static String hostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    @Override
    public String name() {
        return "Dunlin";
    }

    @Override
    public BuildInfo build() {
        return new BuildInfo(
                API_VERSION, "dunlin-" + DunlinVersion.version(), "main", "dunlin", "", "java " + Runtime.version());
    }

    @Override
    public RuntimeInfo runtime() {
        return new RuntimeInfo(
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()),
                Path.of("").toAbsolutePath().toString(),
                hostname,
                true,
                configTime,
                corruptions.getAsLong(),
                retention(settings.storage().retention()));
    }

    /** Prints what limits the data as Prometheus does: {@code 15d}, {@code 10GiB}, {@code 15d or 10GiB}. */
    static String retention(RetentionPolicy policy) {
        List<String> limits = new ArrayList<>();
        if (policy.durationMillis() > 0) {
            limits.add(PrometheusDuration.format(Duration.ofMillis(policy.durationMillis())));
        }
        if (policy.bytes() > 0) {
            limits.add(PrometheusBytes.formatBinary(policy.bytes()));
        }
        return String.join(" or ", limits);
    }

    @Override
    public SortedMap<String, String> flags() {
        return settings.flags();
    }

    @Override
    public String configYaml() {
        return settings.config().yaml();
    }
}
