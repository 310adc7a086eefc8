package io.dunlin.gpu.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The machine's C compiler; a test that needs it is skipped by name where there is none. */
public final class CCompiler {
    private CCompiler() {}

    /** Returns where compiled files go. */
    public static Path target() throws IOException {
        return Files.createDirectories(Path.of("target", "fake-nvml")).toAbsolutePath();
    }

    /** Compiles a source of the test resources into {@code file}, with some options. */
    public static void compile(String source, Path file, String... options) throws IOException, InterruptedException {
        Optional<String> compiler =
                List.of("cc", "gcc", "clang").stream().filter(CCompiler::onPath).findFirst();
        assumeTrue(compiler.isPresent(), "no C compiler (cc, gcc, clang) on this machine");
        Path copy = file.resolveSibling(source);
        try (InputStream text = CCompiler.class.getResourceAsStream("/io/dunlin/gpu/" + source)) {
            Files.copy(text, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        List<String> command = new ArrayList<>(List.of(compiler.orElseThrow(), "-Wall", "-Wextra"));
        command.addAll(List.of(options));
        command.addAll(List.of("-o", file.toString(), copy.toString()));
        run(command);
    }

    /** Runs a program and returns what it prints. */
    public static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (InputStream output = process.getInputStream()) {
            String words = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(words).isZero();
            return words;
        }
    }

    private static boolean onPath(String program) {
        return List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
