package io.dunlin.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's embedding example, compiled and run as a program of its own on a plain class path. */
class EmbedIT {
    private static final String OPTION = "--add-opens java.base/jdk.internal.misc=ALL-UNNAMED";

    /** What an embedding program has on its class path: three modules and their libraries, nothing of the server. */
    private static final Pattern NEEDED = Pattern.compile("/(tsdb-core|compaction|promql-parser|promql-engine)/target/|"
            + "/(tsdb-core|compaction|promql-parser|promql-engine|agrona|RoaringBitmap|jna|re2j|snappy-java|"
            + "slf4j-api|antlr4-runtime)-[0-9][^/]*\\.jar$");

    @TempDir
    private static Path directory;

    private static String classPath;

    @BeforeAll
    static void compile() throws IOException {
        classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> NEEDED.matcher(entry).find())
                .collect(Collectors.joining(File.pathSeparator));
        Path source = Files.writeString(directory.resolve("Embedded.java"), example());
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int errors = compiler.run(null, null, null, "-cp", classPath, "-d", directory.toString(), source.toString());
        assertThat(errors).as("errors of the compiler").isZero();
    }

    private static String example() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        Path root = Files.exists(here.resolve("README.md")) && Files.exists(here.resolve("dunlin"))
                ? here
                : here.getParent();
        Matcher block = Pattern.compile("```java\\n(.*?class Embedded .*?)```", Pattern.DOTALL)
                .matcher(Files.readString(root.resolve("README.md")));
        assertThat(block.find()).as("the README has the example").isTrue();
        return block.group(1);
    }

    private static ChildProcess run(String name, List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                classPath + File.pathSeparator + directory,
                "Embedded",
                directory.resolve(name).toString()));
        return ChildProcess.start(directory, name, Map.of(), command);
    }

    @Test
    void runsWithTheOption() throws InterruptedException {
        try (ChildProcess program = run("with", List.of(OPTION.split(" ")))) {
            assertThat(program.exitCode()).as(program.errors()).isZero();
            assertThat(program.output()).isEqualTo("{__name__=\"gpu_temp\", gpu=\"3\"} 81.5\n");
        }
    }

    @Test
    void namesTheOptionWhenItIsMissing() throws InterruptedException {
        try (ChildProcess program = run("without", List.of())) {
            assertThat(program.exitCode()).isEqualTo(1);
            assertThat(program.output()).isEmpty();
            assertThat(program.errors()).contains("MissingJvmOptionException", OPTION);
            assertThat(program.errors().split("Exception in thread", -1))
                    .as(program.errors())
                    .hasSize(2);
        }
    }
}
