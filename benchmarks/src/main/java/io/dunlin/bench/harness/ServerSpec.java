package io.dunlin.bench.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A server to measure.
 *
 * @param name what the tables call it
 * @param kind how it is started
 * @param environment variables added to its environment
 * @param binary its program; for Dunlin the launcher or the jar
 * @param flags flags added to the usual ones
 * @param cgroup the cgroup directory that the process is started in, null for the harness's own
 * @param version the first line of what it answers to {@code --version}
 */
public record ServerSpec(
        String name,
        ServerKind kind,
        Map<String, String> environment,
        Path binary,
        List<String> flags,
        Path cgroup,
        String version) {
    private static final String FORM = "KIND[:NAME]=[VARIABLE=VALUE ]PATH[ FLAG…]";

    /**
     * Reads {@code KIND=PATH[ FLAG…]}, with the kind {@code dunlin}, {@code prometheus} or {@code victoria-metrics}; a
     * suffix {@code KIND:NAME=PATH} names it in the tables, and words {@code VARIABLE=VALUE} before the path, as in a
     * shell, go into its environment. Asks the program for its version.
     *
     * @throws IllegalArgumentException naming the part that is wrong
     */
    public static ServerSpec parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException("server has no path: server=" + text + " expected=" + FORM);
        }
        String[] kindAndName = text.substring(0, equals).split(":", 2);
        List<String> words = List.of(text.substring(equals + 1).trim().split("\\s+"));
        Map<String, String> environment = new LinkedHashMap<>();
        int next = 0;
        while (next < words.size() - 1 && words.get(next).matches("[A-Za-z_]\\w*=.*")) {
            String[] variable = words.get(next++).split("=", 2);
            environment.put(variable[0], variable[1]);
        }
        Path binary = Path.of(words.get(next)).toAbsolutePath();
        if (!isJar(binary) && !Files.isExecutable(binary)) {
            throw new IllegalArgumentException("server is no program: path=" + binary);
        }
        String name = kindAndName[kindAndName.length - 1];
        ServerKind kind = kind(kindAndName[0]);
        List<String> flags = words.subList(next + 1, words.size());
        return new ServerSpec(name, kind, environment, binary, flags, null, askVersion(kind, binary, environment));
    }

    /** Returns the same with flags added. */
    public ServerSpec with(List<String> more) {
        List<String> all = new ArrayList<>(flags);
        all.addAll(more);
        return new ServerSpec(name, kind, environment, binary, all, cgroup, version);
    }

    /** Returns the same in a cgroup, whose limit then includes the page cache of what the process reads and writes. */
    public ServerSpec in(Path group) {
        return new ServerSpec(name, kind, environment, binary, flags, group, version);
    }

    /** Returns the command that serves a directory, entering the cgroup first, before a launcher looks at its limit. */
    List<String> command(Path directory, String address) {
        List<String> command = new ArrayList<>();
        if (cgroup != null) {
            command.addAll(List.of(
                    "sh",
                    "-c",
                    "echo $$ > \"$0\" && exec \"$@\"",
                    cgroup.resolve("cgroup.procs").toString()));
        }
        command.addAll(kind.command(this, directory, address));
        return command;
    }

    private static boolean isJar(Path binary) {
        return binary.toString().endsWith(".jar") && Files.isReadable(binary);
    }

    private static ServerKind kind(String word) {
        for (ServerKind kind : ServerKind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException(
                "unknown kind of server: kind=" + word + " expected=dunlin, prometheus or victoria-metrics");
    }

    private static String askVersion(ServerKind kind, Path binary, Map<String, String> environment) {
        try {
            ProcessBuilder builder = new ProcessBuilder(kind.versionCommand(binary)).redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return words.lines().filter(line -> !line.isBlank()).findFirst().orElse("unknown");
        } catch (IOException e) {
            throw new UncheckedIOException("server does not start: path=" + binary, e);
        }
    }
}
