package io.dunlin.server.derived;

import io.dunlin.tsdb.block.Ulid;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import net.openhft.chronicle.core.io.BackgroundResourceReleaser;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers in a Chronicle Map. The map is mapped memory that trusts its own bytes, so the file is only ever opened again
 * with a proof that it is as it was closed: closing writes a seal, the file's length and CRC32C, into a file beside it,
 * opening deletes the seal. Without a seal that fits (killed, damaged, cut, lost power) the map begins empty. Any thread
 * may {@link #get}; one thread does the rest.
 */
final class AnswerFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerFile.class);

    /** Two names that take turns: the library takes a path that it has open for the same file. */
    private static final List<String> FILE_NAMES = List.of("label-answers.0.map", "label-answers.1.map");

    private static final String SEAL_NAME = "label-answers.seal";
    private static final int LONGEST_SEAL = 256;
    private static final long FIRST_ENTRIES = 4_096;
    private static final int USUAL_KEY = 96;
    private static final int USUAL_VALUE = 512;

    /** A map whose file can't be extended ends the process, so that there must be room to spare. */
    private static final long SPARE_BYTES = 128L << 20;

    private final Path directory;
    private final long mostEntries;
    private final Supplier<Set<Ulid>> blocks;
    private volatile ChronicleMap<byte[], byte[]> map;
    private int name;
    private long entries;

    private AnswerFile(Path directory, long mostEntries, Supplier<Set<Ulid>> blocks) throws IOException {
        this.directory = directory;
        this.mostEntries = mostEntries;
        this.blocks = blocks;
        Files.createDirectories(directory);
        name = Math.max(0, sealed(directory));
        boolean whole = sealed(directory) >= 0;
        Files.deleteIfExists(directory.resolve(SEAL_NAME));
        for (int i = 0; i < FILE_NAMES.size(); i++) {
            if (!whole || i != name) {
                Files.deleteIfExists(path(i));
            }
        }
        entries = Math.min(FIRST_ENTRIES, mostEntries);
        map = open(path(name), entries);
        entries = Math.max(entries, map.longSize());
    }

    private Path path(int index) {
        return directory.resolve(FILE_NAMES.get(index));
    }

    /**
     * Opens the file of a directory, or makes it.
     *
     * @param mostEntries the most answers kept
     * @param blocks tells which blocks are there; answers of others are left behind when the file is made anew
     */
    static AnswerFile open(Path directory, long mostEntries, Supplier<Set<Ulid>> blocks) throws IOException {
        // Read once, when the library is loaded: it would call home.
        System.setProperty("chronicle.analytics.disable", "true");
        System.setProperty("chronicle.announcer.disable", "true");
        // Registers the library's shutdown hook now and not late in opening, when the process may be ending.
        BackgroundResourceReleaser.releasePendingResources();
        return new AnswerFile(directory, mostEntries, blocks);
    }

    /** Returns whether a directory has a file with a seal that fits. */
    static boolean isSealed(Path directory) throws IOException {
        return sealed(directory) >= 0;
    }

    /** Returns which of the names the seal fits, or -1. */
    private static int sealed(Path directory) throws IOException {
        Path seal = directory.resolve(SEAL_NAME);
        if (Files.exists(seal) && Files.size(seal) < LONGEST_SEAL) {
            byte[] found = Files.readAllBytes(seal);
            for (int i = 0; i < FILE_NAMES.size(); i++) {
                Path file = directory.resolve(FILE_NAMES.get(i));
                if (Files.exists(file) && Arrays.equals(found, seal(file))) {
                    return i;
                }
            }
        }
        return -1;
    }

    /** Format, name, length and checksum of a file, as text. */
    private static byte[] seal(Path file) throws IOException {
        CRC32C crc = new CRC32C();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                crc.update(buffer, 0, read);
            }
        }
        String text = String.format(
                Locale.ROOT,
                "dunlin label answers 1%n%s %d %08x%n",
                file.getFileName(),
                Files.size(file),
                crc.getValue());
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ChronicleMap<byte[], byte[]> open(Path file, long entries) throws IOException {
        return ChronicleMapBuilder.of(byte[].class, byte[].class)
                .name("label-answers")
                .averageKeySize(USUAL_KEY)
                .averageValueSize(USUAL_VALUE)
                .entries(entries)
                .createPersistedTo(file.toFile());
    }

    /** Returns the answer, or null where there is none. */
    List<String> get(Ulid block, String question) {
        byte[] key = AnswerCodec.key(block, question);
        byte[] value = map.get(key);
        return value == null ? null : AnswerCodec.answer(key, value);
    }

    /**
     * Keeps an answer, in a larger file where this one is full; nothing where the disk has little room or the answer is too
     * large for the file.
     */
    void put(Ulid block, String question, List<String> answer) throws IOException {
        if (directory.toFile().getUsableSpace() < SPARE_BYTES) {
            return;
        }
        byte[] key = AnswerCodec.key(block, question);
        byte[] value = AnswerCodec.value(key, answer);
        try {
            if (map.longSize() >= entries || !isPut(key, value)) {
                makeAnew();
                isPut(key, value);
            }
        } catch (IllegalArgumentException tooLarge) {
            LOG.debug("An answer about labels is too large to keep: bytes={}", value.length);
        }
    }

    /** Returns false where the map is full. */
    private boolean isPut(byte[] key, byte[] value) {
        try {
            map.put(key, value);
            return true;
        } catch (IllegalStateException full) {
            return false;
        }
    }

    /**
     * Goes on in a file of twice the room with the answers of blocks that are there. Where that is more than may be, half of
     * the answers must have been of vanished blocks; otherwise all are forgotten.
     */
    private void makeAnew() throws IOException {
        ChronicleMap<byte[], byte[]> old = map;
        Set<Ulid> there = blocks.get();
        List<byte[]> keys = new ArrayList<>();
        for (byte[] key : old.keySet()) {
            if (there.contains(AnswerCodec.block(key))) {
                keys.add(key);
            }
        }
        boolean keep = entries < mostEntries || 2L * keys.size() <= old.longSize();
        entries = Math.min(mostEntries, 2 * entries);
        int next = 1 - name;
        map = open(path(next), entries);
        if (keep) {
            keys.forEach(key -> isPut(key, old.get(key)));
        }
        old.close();
        Files.delete(path(name));
        name = next;
    }

    /** Returns how many answers are kept. */
    long size() {
        return map.longSize();
    }

    /** Closes the file and seals it. No other call may be under way. */
    @Override
    public void close() throws IOException {
        map.close();
        Path unfinished = directory.resolve(SEAL_NAME + ".new");
        Files.write(unfinished, seal(path(name)));
        Files.move(unfinished, directory.resolve(SEAL_NAME), StandardCopyOption.ATOMIC_MOVE);
    }
}
