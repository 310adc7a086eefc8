package io.dunlin.gpu.pod;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells what a process is: its command, its user, and the container it runs in. The container comes from the id in the
 * process's control group and from the kubelet's log links, {@code POD_NAMESPACE_CONTAINER-ID.log}; no API server is asked.
 * Not thread-safe.
 */
public final class ProcessOwners {
    private static final Pattern CONTAINER_ID = Pattern.compile("([0-9a-f]{64})");
    private static final Pattern LOG_LINK = Pattern.compile("([^_]+)_([^_]+)_(.+)-([0-9a-f]{64})\\.log");

    private final Path proc;
    private final Path containerLogs;
    private final Map<String, PodContainer> containers = new HashMap<>();

    /** Reads {@code /proc} and {@code /var/log/containers} of this host. */
    public ProcessOwners() {
        this(Path.of("/proc"), Path.of("/var/log/containers"));
    }

    /** Reads these directories in their place. */
    public ProcessOwners(Path proc, Path containerLogs) {
        this.proc = proc;
        this.containerLogs = containerLogs;
    }

    /**
     * A process.
     *
     * @param command the program's name, empty where the process is gone or hidden
     * @param user the owner's name or number, empty where the process is gone or hidden
     * @param container its container, or null where it runs in none that a kubelet knows
     */
    public record Owner(String command, String user, PodContainer container) {}

    /** Returns what a process is. What has ended or may not be read is empty. */
    public Owner of(int pid) {
        Path process = proc.resolve(Integer.toString(pid));
        return new Owner(
                text(process.resolve("comm")).strip(), user(process), container(text(process.resolve("cgroup"))));
    }

    /** A program may call itself by any bytes; those that are no UTF-8 become replacement characters. */
    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException endedOrHidden) {
            return "";
        }
    }

    private static String user(Path process) {
        try {
            return Files.getOwner(process).getName();
        } catch (IOException endedOrHidden) {
            return "";
        }
    }

    private PodContainer container(String cgroup) {
        Matcher id = CONTAINER_ID.matcher(cgroup);
        String last = null;
        while (id.find()) {
            last = id.group(1);
        }
        if (last == null) {
            return null;
        }
        if (!containers.containsKey(last)) {
            readLinks();
        }
        return containers.computeIfAbsent(last, unknown -> null);
    }

    /** The links of ended containers go away, so the map is made anew and stays small. */
    private void readLinks() {
        containers.clear();
        try (DirectoryStream<Path> links = Files.newDirectoryStream(containerLogs)) {
            for (Path link : links) {
                Matcher name = LOG_LINK.matcher(link.getFileName().toString());
                if (name.matches()) {
                    containers.put(name.group(4), new PodContainer(name.group(1), name.group(2), name.group(3)));
                }
            }
        } catch (IOException | DirectoryIteratorException noKubelet) {
            containers.clear();
        }
    }
}
