package io.dunlin.http.endpoint;

import io.dunlin.http.Request;
import io.dunlin.http.Response;
import io.dunlin.http.json.JsonWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.Map;

/** {@code /status/…}: what the server says of itself. */
final class StatusEndpoints {
    private final ServerInfo info;
    private final Clock clock;

    StatusEndpoints(ServerInfo info, Clock clock) {
        this.info = info;
        this.clock = clock;
    }

    /** Never has a field {@code features}: with one, Grafana takes the server for Mimir. */
    void buildInfo(Request request, Response response) throws IOException {
        ServerInfo.BuildInfo build = info.build();
        Envelope.write(
                response,
                out -> out.json()
                        .beginObject()
                        .key("version")
                        .string(build.version())
                        .key("revision")
                        .string(build.revision())
                        .key("branch")
                        .string(build.branch())
                        .key("buildUser")
                        .string(build.buildUser())
                        .key("buildDate")
                        .string(build.buildDate())
                        .key("goVersion")
                        .string(build.goVersion())
                        .endObject());
    }

    void flags(Request request, Response response) throws IOException {
        Envelope.write(response, out -> {
            JsonWriter json = out.json().beginObject();
            for (Map.Entry<String, String> flag : info.flags().entrySet()) {
                json.key(flag.getKey()).string(flag.getValue());
            }
            json.endObject();
        });
    }

    void config(Request request, Response response) throws IOException {
        Envelope.write(
                response,
                out -> out.json()
                        .beginObject()
                        .key("yaml")
                        .string(info.configYaml())
                        .endObject());
    }

    /** The fields that name Go's runtime carry what is nearest on the JVM: threads, processors, the heap's limit. */
    void runtimeInfo(Request request, Response response) throws IOException {
        ServerInfo.RuntimeInfo runtime = info.runtime();
        Runtime machine = Runtime.getRuntime();
        Envelope.write(response, out -> {
            JsonWriter json = out.json().beginObject();
            json.key("startTime").string(ApiTime.print(runtime.startTime()));
            json.key("CWD").string(runtime.workingDirectory());
            json.key("hostname").string(runtime.hostname());
            json.key("serverTime").string(ApiTime.print(clock.instant()));
            json.key("reloadConfigSuccess").bool(runtime.configLoaded());
            json.key("lastConfigTime").string(ApiTime.print(runtime.configTime()));
            json.key("corruptionCount").number(runtime.corruptions());
            json.key("goroutineCount")
                    .number(ManagementFactory.getThreadMXBean().getThreadCount());
            json.key("GOMAXPROCS").number(machine.availableProcessors());
            json.key("GOMEMLIMIT").number(machine.maxMemory());
            json.key("GOGC").string("");
            json.key("GODEBUG").string("");
            json.key("storageRetention").string(runtime.retention());
            json.endObject();
        });
    }
}
