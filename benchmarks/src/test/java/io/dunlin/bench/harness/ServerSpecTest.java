package io.dunlin.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerSpecTest {
    @TempDir
    private Path directory;

    private Path program;

    @BeforeEach
    void writeProgram() throws IOException {
        program = Files.createFile(
                directory.resolve("server"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(program, "#!/bin/sh\necho\necho \"version 7 of $1 in $HOUSE\"\n");
    }

    @Test
    void shouldReadNameEnvironmentFlagsAndAskForTheVersion() {
        ServerSpec spec = ServerSpec.parse("prometheus:new=HOUSE=blue MAZE=a=b " + program + " --x=1 --y");

        assertThat(spec)
                .isEqualTo(new ServerSpec(
                        "new",
                        ServerKind.PROMETHEUS,
                        Map.of("HOUSE", "blue", "MAZE", "a=b"),
                        program,
                        List.of("--x=1", "--y"),
                        null,
                        "version 7 of --version in blue"));
    }

    @Test
    void shouldNameTheKindWhereNoNameIsGiven() {
        assertThat(ServerSpec.parse("victoria-metrics=" + program).name()).isEqualTo("victoria-metrics");
    }

    @Test
    void shouldEnterItsCgroupBeforeItStarts() throws IOException, InterruptedException {
        Files.writeString(program, "#!/bin/sh\necho $$ \"$@\"\n");
        ServerSpec spec = ServerSpec.parse("prometheus=" + program + " --x=a b")
                .with(List.of("--y"))
                .in(directory);
        Process process = new ProcessBuilder(spec.command(directory, "here:1")).start();
        process.waitFor();

        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(output).startsWith(process.pid() + " --config.file=").endsWith(" --x=a b --y\n");
        assertThat(directory.resolve("cgroup.procs")).hasContent(process.pid() + "\n");
    }

    @Test
    void shouldSayWhatIsWrong() {
        check("prometheus", "server has no path: server=prometheus expected=");
        check("influx=" + program, "unknown kind of server: kind=influx expected=dunlin, prometheus or");
        check("dunlin=" + directory.resolve("absent"), "server is no program: path=");
    }

    private static void check(String text, String message) {
        assertThatThrownBy(() -> ServerSpec.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
