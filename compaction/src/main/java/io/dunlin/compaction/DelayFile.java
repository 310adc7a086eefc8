package io.dunlin.compaction;

import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Thanos's list of the blocks it has uploaded ({@code thanos.shipper.json}): a block that is not in it has to wait before
 * it is merged away. The file is read at most once a minute; one that can't be read makes no block wait, as in Prometheus,
 * so that compaction goes on when Thanos has gone. Thread-safe.
 */
public final class DelayFile implements Predicate<Ulid> {
    private static final Duration MAX_AGE = Duration.ofMinutes(1);
    private static final long MAX_LENGTH = 64L << 20;
    private static final Pattern QUOTED_ULID = Pattern.compile("\"([0-9A-HJKMNP-TV-Z]{26})\"");

    private final Disk disk;
    private final Path path;
    private final InstantSource clock;
    private Instant readAt = Instant.MIN;
    private Set<Ulid> uploaded;

    /** Makes a list that is read when it is first asked. */
    public DelayFile(Disk disk, Path path, InstantSource clock) {
        this.disk = disk;
        this.path = path;
        this.clock = clock;
    }

    /** Returns whether a block has yet to be uploaded. */
    @Override
    public synchronized boolean test(Ulid block) {
        if (readAt.plus(MAX_AGE).isBefore(clock.instant())) {
            readAt = clock.instant();
            uploaded = read();
        }
        return uploaded != null && !uploaded.contains(block);
    }

    /** Returns the uploaded blocks, or null where the file can't be read. */
    private Set<Ulid> read() {
        try (DiskFile file = disk.openRead(path)) {
            if (file.size() > MAX_LENGTH) {
                return null;
            }
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
            file.read(0, bytes);
            Matcher names = QUOTED_ULID.matcher(new String(bytes.array(), StandardCharsets.UTF_8));
            Set<Ulid> found = new HashSet<>();
            while (names.find()) {
                if (Ulid.isUlid(names.group(1))) {
                    found.add(Ulid.parse(names.group(1)));
                }
            }
            return found;
        } catch (IOException e) {
            return null;
        }
    }
}
