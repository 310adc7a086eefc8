package io.dunlin.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dunlin.tsdb.model.Labels;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GpuOptionsTest {
    private static GpuOptions options(Duration interval, Labels labels) {
        return new GpuOptions(interval, "lib.so", "node-1", labels, GpuRows.standard(), true, Path.of("kubelet.sock"));
    }

    @Test
    void shouldTakeIntervalsFromAHundredMillisecondsToAnHour() {
        assertThat(options(Duration.ofMillis(100), Labels.empty()).interval()).hasMillis(100);
        assertThat(options(Duration.ofHours(1), Labels.empty()).interval()).hasHours(1);
        assertThatThrownBy(() -> options(Duration.ofMillis(99), Labels.empty()))
                .hasMessage("GPU scrape interval out of range: interval=PT0.099S expected=PT0.1S to PT1H");
        assertThatThrownBy(() -> options(Duration.ofHours(1).plusMillis(1), Labels.empty()))
                .hasMessageContaining("interval=PT1H0.001S");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bad-name", "0rack", "r\u00e4ck", "a b"})
    void shouldRefuseWhatIsNoLabelName(String name) {
        assertThatThrownBy(() -> options(Duration.ofSeconds(1), Labels.of(name, "x")))
                .hasMessage("no label name for GPU series: labels=" + name + " expected=[a-zA-Z_][a-zA-Z0-9_]*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"__name__", "gpu", "Hostname", "pod", "type", "DCGM_FI_DEV_SERIAL"})
    void shouldRefuseLabelsThatTheDeviceGives(String name) {
        assertThatThrownBy(() -> options(Duration.ofSeconds(1), Labels.of(name, "x")))
                .hasMessage("GPU series have this label from their device: labels=" + name);
    }

    @Test
    void shouldLetJobAndInstanceBeSet() {
        Labels labels = options(Duration.ofSeconds(1), Labels.of("job", "dcgm", "rack", "1"))
                .targetLabels();

        assertThat((Object) labels).isEqualTo(Labels.of("instance", "node-1", "job", "dcgm", "rack", "1"));
    }
}
