package io.dunlin.tsdb.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.storage.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A small log on any disk, what was sent to it, and what of that it acknowledged. */
final class LogHarness {
    static final Path DIR = Path.of("/log");
    static final LogOptions SMALL =
            new LogOptions(SyncPolicy.EVERY_COMMIT, Duration.ofMillis(1), 4_096, 1 << 20, 2_048);

    private final OffHeap offHeap = OffHeap.poisoning(64 << 20);

    /** The records that were sent, by their text, in order; true where the log acknowledged them. */
    final Map<String, Boolean> sent = new LinkedHashMap<>();

    record LogRecord(long sequence, String text) {}

    /** Replays everything above a sequence and checks that the numbers rise. */
    static LogContents replay(Disk disk, Path directory, long after, List<LogRecord> into) throws IOException {
        LogContents contents = LogReader.replay(
                disk, directory, OffHeap.poisoning(64 << 20), after, (sequence, region, address, length) -> {
                    byte[] bytes = new byte[length];
                    region.getBytes(address, bytes, 0, length);
                    into.add(new LogRecord(sequence, new String(bytes, StandardCharsets.UTF_8)));
                });
        long last = after;
        for (LogRecord record : into) {
            assertThat(record.sequence()).isGreaterThan(last);
            last = record.sequence();
        }
        assertThat(contents.lastSequence()).isGreaterThanOrEqualTo(last);
        return contents;
    }

    LogWriter open(Disk disk, LogOptions options) throws IOException {
        disk.createDirectories(DIR);
        disk.syncDirectory(DIR.getParent());
        return LogWriter.open(disk, DIR, options, offHeap, replay(disk, DIR, 0, new ArrayList<>()));
    }

    /** Sends a record and notes it; the future says whether it was taken. */
    CompletableFuture<Long> send(LogWriter writer, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        synchronized (sent) {
            sent.put(text, false);
        }
        return writer.append(bytes, 0, bytes.length, text.length() > 600).thenApply(sequence -> {
            synchronized (sent) {
                sent.put(text, true);
            }
            return sequence;
        });
    }

    /** Sends a record and waits; returns whether it was taken. */
    boolean sendAndWait(LogWriter writer, String text) {
        try {
            send(writer, text).join();
            return true;
        } catch (CompletionException e) {
            assertThat(e.getCause()).isInstanceOf(StorageException.class);
            return false;
        }
    }

    List<String> acknowledged() {
        synchronized (sent) {
            return sent.entrySet().stream()
                    .filter(Map.Entry::getValue)
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }

    /** Checks that a log holds all that was acknowledged, in order, and nothing that was not sent. */
    static void assertHolds(List<LogRecord> found, List<String> acknowledged, Map<String, Boolean> sent) {
        List<String> texts = found.stream().map(LogRecord::text).toList();
        assertThat(texts).doesNotHaveDuplicates().containsSubsequence(acknowledged);
        assertThat(sent.keySet()).containsAll(texts);
    }
}
