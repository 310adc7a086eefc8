package io.dunlin.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link PlainFlags} reads, picocli reads alike; all else is left to picocli. */
class PlainFlagsTest {
    static Stream<Arguments> usual() {
        return Stream.of(
                        "serve",
                        "serve --storage.tsdb.path=/somewhere/else --web.listen-address=127.0.0.1:9191",
                        "serve --storage.tsdb.retention.time=30d --storage.tsdb.max-block-duration=1d",
                        "serve --storage.tsdb.retention.size=10GB --storage.tsdb.min-block-duration=1h",
                        "serve --query.timeout=30s --query.lookback-delta=1m --log.level=debug",
                        "serve --gpu.enabled=false",
                        "serve --gpu.enabled=true")
                .map(line -> Arguments.of((Object) line.split(" ")));
    }

    @ParameterizedTest
    @MethodSource("usual")
    void shouldReadUsualFlagsAsPicocliDoes(String[] words) throws StartException {
        ServerSettings plain = PlainFlags.read(words).orElseThrow().settings();

        ServerSettings expected =
                ServeCommand.of(Main.commandLine().parseArgs(words)).settings();
        assertThat(plain).usingRecursiveComparison().ignoringFields("flags").isEqualTo(expected);
        assertThat(plain.flags().get()).isEqualTo(expected.flags().get()).containsKey("web.listen-address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tsdb list",
                "--help",
                "serve --help",
                "serve --storage.tsdb.path /somewhere/else",
                "serve --storage.tsdb.path=",
                "serve --storage.tsdb.path=a --storage.tsdb.path=b",
                "serve --no.such.flag=1",
                "serve --web.listen-address=nowhere",
                "serve --storage.tsdb.retention.time=ever",
                "serve --storage.tsdb.min-block-duration=1ms",
                "serve --query.timeout=0s",
                "serve --log.level=loud",
                "serve --gpu.enabled=perhaps",
                "serve --query.max-samples=5"
            })
    void shouldLeaveAllElseToPicocli(String line) {
        assertThat(PlainFlags.read(line.split(" "))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void shouldLeaveAnEmptyCommandLineToPicocli(String line) {
        assertThat(PlainFlags.read(line.trim().split(" "))).isEmpty();
        assertThat(PlainFlags.read()).isEmpty();
    }
}
