package io.dunlin.bench.harness;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A server to measure.
 *
 * @param name what the tables call it
 * @param kind how it is started
 * @param binary its program; for Dunlin the launcher or the jar
 * @param flags flags added to the usual ones
 */
public record ServerSpec(String name, ServerKind kind, Path binary, List<String> flags) {
    /**
     * Reads {@code KIND=PATH[ FLAG…]}, with the kind {@code dunlin}, {@code prometheus} or {@code victoria-metrics}; a
     * suffix {@code KIND:NAME=PATH} names it in the tables.
     *
     * @throws IllegalArgumentException naming the part that is wrong
     */
    public static ServerSpec parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException(
                    "server has no path: server=" + text + " expected=KIND[:NAME]=PATH[ FLAG…]");
        }
        String[] kindAndName = text.substring(0, equals).split(":", 2);
        List<String> words = List.of(text.substring(equals + 1).trim().split("\\s+"));
        Path binary = Path.of(words.get(0)).toAbsolutePath();
        boolean jar = binary.toString().endsWith(".jar") && Files.isReadable(binary);
        if (!jar && !Files.isExecutable(binary)) {
            throw new IllegalArgumentException("server is no program: path=" + binary);
        }
        String name = kindAndName[kindAndName.length - 1];
        return new ServerSpec(name, kind(kindAndName[0]), binary, words.subList(1, words.size()));
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
}
