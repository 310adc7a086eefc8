package io.dunlin.http.querylog;

import static io.dunlin.http.querylog.ActiveQueriesLayout.BEGIN;
import static io.dunlin.http.querylog.ActiveQueriesLayout.END_OF_SLOT;
import static io.dunlin.http.querylog.ActiveQueriesLayout.FIRST_SLOT;
import static io.dunlin.http.querylog.ActiveQueriesLayout.SLOT_BYTES;

import io.dunlin.http.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names the queries at work in the file {@code active-queries}, so that after a crash the next start can tell which ones
 * ran. The file is never synced: it is about the death of the process, not of the machine. A file that can't be written
 * is no reason to refuse a query; the first failure is logged. Thread-safe.
 */
public final class ActiveQueries implements AutoCloseable {
    /**
     * The name of the file in the data directory. Not {@code queries.active}: a Prometheus that is started on a directory in
     * use empties that file before it finds the lock.
     */
    public static final String FILE_NAME = "active-queries";

    private static final Logger LOG = LoggerFactory.getLogger(ActiveQueries.class);
    private static final int MOST_SLOTS = 10_000;

    /** No character takes more bytes of JSON than an escaped one. */
    private static final int LONGEST_CHARACTER = 6;

    private static final byte[] FREE = new byte[SLOT_BYTES];
    private static final long MILLIS_PER_SECOND = 1000;

    private final FileChannel file;
    private final Clock clock;
    private final ConcurrentLinkedQueue<Integer> freeSlots = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean failed = new AtomicBoolean();

    private ActiveQueries(FileChannel file, int slots, Clock clock) {
        this.file = file;
        this.clock = clock;
        for (int slot = 0; slot < slots; slot++) {
            freeSlots.add(slot);
        }
    }

    /**
     * Logs which queries the last process left unfinished, and starts the file anew.
     *
     * @param directory the data directory; this process must own it
     * @param slots the most queries to name at once
     * @throws IOException when the file can't be written
     */
    public static ActiveQueries open(Path directory, int slots, Clock clock) throws IOException {
        Path path = directory.resolve(FILE_NAME);
        List<String> unfinished = unfinished(path);
        if (!unfinished.isEmpty()) {
            LOG.warn("These queries didn't finish in the last run: queries=[{}]", String.join(",", unfinished));
        }
        FileChannel file = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        int count = Math.min(slots, MOST_SLOTS);
        byte[] empty = new byte[FIRST_SLOT + count * SLOT_BYTES];
        empty[0] = BEGIN;
        write(file, empty, 0);
        return new ActiveQueries(file, count, clock);
    }

    /** Returns the queries that a file names, each as the JSON that was written. */
    static List<String> unfinished(Path path) throws IOException {
        List<String> found = new ArrayList<>();
        if (!Files.exists(path)) {
            return found;
        }
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES);
            for (int i = 0; i < MOST_SLOTS && file.read(slot.clear(), ActiveQueriesLayout.offset(i)) > 0; i++) {
                String entry = text(slot.flip());
                if (!entry.isEmpty()) {
                    found.add(entry);
                }
            }
        }
        return found;
    }

    private static String text(ByteBuffer slot) {
        int length = 0;
        while (length < slot.limit() && slot.get(length) != 0) {
            length++;
        }
        return StandardCharsets.UTF_8.decode(slot.slice(0, length)).toString();
    }

    /** Names a query until the returned object is closed; where every slot is taken it stays unnamed. */
    public QueryObserver.Running begins(String query) {
        Integer slot = freeSlots.poll();
        if (slot == null) {
            return () -> {};
        }
        fill(slot, entry(query));
        return () -> {
            fill(slot, FREE);
            freeSlots.add(slot);
        };
    }

    private byte[] entry(String query) {
        String kept = query.substring(0, Math.min(query.length(), SLOT_BYTES));
        byte[] json = json(kept);
        while (json.length >= SLOT_BYTES) {
            int excess = json.length - SLOT_BYTES + 1;
            kept = kept.substring(0, kept.length() - (excess + LONGEST_CHARACTER - 1) / LONGEST_CHARACTER);
            json = json(kept);
        }
        byte[] slot = Arrays.copyOf(json, SLOT_BYTES);
        slot[SLOT_BYTES - 1] = END_OF_SLOT;
        return slot;
    }

    private byte[] json(String query) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonWriter json = new JsonWriter(bytes)) {
            json.beginObject();
            json.key("query").string(query);
            json.key("timestamp_sec").number(clock.millis() / MILLIS_PER_SECOND);
            json.endObject();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory can't fail", e);
        }
        return bytes.toByteArray();
    }

    private void fill(int slot, byte[] content) {
        try {
            write(file, content, ActiveQueriesLayout.offset(slot));
        } catch (IOException e) {
            if (failed.compareAndSet(false, true)) {
                LOG.warn("Can't name the queries at work: file={} reason={}", FILE_NAME, e.toString());
            }
        }
    }

    private static void write(FileChannel file, byte[] bytes, long offset) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            file.write(buffer, offset + buffer.position());
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
