package io.dunlin.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {
    @TempDir
    private Path directory;

    private Config load(String yaml) throws ConfigException, IOException {
        return ConfigLoader.load(Files.writeString(directory.resolve("c.yml"), yaml))
                .config();
    }

    private void refuses(String yaml, String message) {
        assertThatThrownBy(() -> load(yaml))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("error loading config from \"" + directory.resolve("c.yml") + "\": ")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# nothing\n", "---\n", "{}", "null", "global:\n", "global: {}\ngpu:\n"})
    void anEmptyFileMeansTheDefaults(String yaml) throws ConfigException, IOException {
        assertThat(load(yaml)).isEqualTo(Config.empty());
    }

    @Test
    void readsEveryKey() throws ConfigException, IOException {
        Config config = load("""
                global:
                  external_labels:
                    cluster: north
                    replica: "1"
                storage:
                  tsdb:
                    out_of_order_time_window: 30m
                gpu:
                  enabled: false
                  scrape_interval: 500ms
                  library: /opt/libnvidia-ml.so
                  labels:
                    kubernetes_node: node-7
                  metrics: [DCGM_FI_PROF_SM_ACTIVE]
                  processes: false
                  pod_resources: /run/kubelet.sock
                """);

        assertThat(config.global().externalLabels()).isEqualTo(Map.of("cluster", "north", "replica", "1"));
        assertThat(config.storage().tsdb().outOfOrderTimeWindow()).isEqualTo(Duration.ofMinutes(30));
        assertThat(config.gpu())
                .isEqualTo(new Config.Gpu(
                        false,
                        Duration.ofMillis(500),
                        "/opt/libnvidia-ml.so",
                        Map.of("kubernetes_node", "node-7"),
                        List.of("DCGM_FI_PROF_SM_ACTIVE"),
                        false,
                        "/run/kubelet.sock"));
    }

    @Test
    void namesUnknownKeysWithTheirPlace() {
        refuses(
                "global:\n  scrape_intervall: 15s\n",
                "line 2, column 3: unknown key \"scrape_intervall\" in global; known keys: external_labels");
        refuses(
                "scrape_configs: []\n",
                "line 1, column 1: unknown key \"scrape_configs\" in the file; known keys: global, gpu");
    }

    @Test
    void namesWrongValuesWithTheirPlace() {
        refuses(
                "gpu:\n  scrape_interval: often\n",
                "line 2, column 3: gpu.scrape_interval: not a valid duration string: \"often\"");
        refuses("gpu:\n  enabled: perhaps\n", "line 2");
        refuses("global: [1, 2]\n", "line 1");
    }

    @Test
    void refusesKeysThatAreWrittenTwice() {
        refuses("gpu:\n  library: a\n  library: b\n", "line 3");
    }

    @Test
    void refusesBrokenYaml() {
        refuses("global: {\n", "line 2");
        refuses("global:\n\texternal_labels: {}\n", "line 2");
    }

    @Test
    void namesAFileThatIsNotThere() {
        Path missing = directory.resolve("none.yml");
        assertThatThrownBy(() -> ConfigLoader.load(missing))
                .isInstanceOf(ConfigException.class)
                .hasMessage("error loading config from \"" + missing + "\": no such file");
    }
}
