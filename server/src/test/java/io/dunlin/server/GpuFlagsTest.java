package io.dunlin.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.server.config.Config;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class GpuFlagsTest {
    private static final Config.Gpu FILE = new Config.Gpu(
            false,
            Duration.ofSeconds(5),
            "file.so",
            Map.of("rack", "1"),
            List.of("DCGM_FI_DEV_RETIRED_SBE"),
            false,
            "/file.sock");

    @Command
    private static final class Flags {
        @Mixin
        private GpuFlags gpu;
    }

    private static Config.Gpu over(Config.Gpu file, String... arguments) {
        Flags flags = new Flags();
        new CommandLine(flags).parseArgs(arguments);
        return flags.gpu.over(file);
    }

    @Test
    void shouldLeaveTheFileAsItIsWithoutAFlag() {
        assertThat(over(FILE)).isEqualTo(FILE);
    }

    @Test
    void shouldWinOverTheFile() {
        Config.Gpu gpu = over(
                FILE,
                "--gpu.enabled",
                "--gpu.scrape-interval=100ms",
                "--gpu.library=flag.so",
                "--gpu.labels=rack=2,row=a",
                "--gpu.metrics=DCGM_FI_PROF_SM_ACTIVE,all",
                "--gpu.processes=true",
                "--gpu.pod-resources=/flag.sock");

        assertThat(gpu)
                .isEqualTo(new Config.Gpu(
                        true,
                        Duration.ofMillis(100),
                        "flag.so",
                        Map.of("rack", "2", "row", "a"),
                        List.of("DCGM_FI_PROF_SM_ACTIVE", "all"),
                        true,
                        "/flag.sock"));
    }

    @Test
    void shouldSwitchOff() {
        assertThat(over(Config.empty().gpu(), "--gpu.enabled=false").enabled()).isFalse();
    }

    @Test
    void shouldCallAHostByItsNodeInAPod() {
        assertThat(GpuScraping.hostname(Map.of("NODE_NAME", "worker-7"))).isEqualTo("worker-7");
        assertThat(GpuScraping.hostname(Map.of())).isEqualTo(RunningServer.hostname());
    }

    @Test
    void shouldHaveAFlagForEachKeyOfTheSection() {
        assertThat(new CommandLine(new Flags()).getCommandSpec().options())
                .hasSize(Config.Gpu.class.getRecordComponents().length);
    }
}
