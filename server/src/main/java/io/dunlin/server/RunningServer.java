package io.dunlin.server;

import io.dunlin.http.endpoint.ServerInfo;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.SortedMap;

/** What the server says of itself under {@code /api/v1/status}. Immutable. */
final class RunningServer implements ServerInfo {
    /** The Prometheus whose API this is: clients read it to choose what they dare to ask. */
    private static final String API_VERSION = "3.14.0";

    private final ServerSettings settings;
    private final Instant configTime;
    private final String hostname = hostname();

    RunningServer(ServerSettings settings, Instant configTime) {
        this.settings = settings;
        this.configTime = configTime;
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
                0,
                "");
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
