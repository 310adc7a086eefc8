package io.dunlin.server.derived;

import io.dunlin.tsdb.block.LabelAnswers;
import io.dunlin.tsdb.block.Ulid;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Label answers that were dear to find, kept over restarts. The file is opened on a thread of its own: after the server is
 * ready where an earlier run has left answers, otherwise with the first answer worth keeping, so that a server that is
 * never asked anything dear never pays for the library. Until then, and where the file can't be had, nothing is known.
 * Thread-safe.
 */
public final class KeptLabelAnswers implements LabelAnswers, AutoCloseable {
    /** Below this the block is asked again. */
    public static final long WORTH_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private static final Logger LOG = LoggerFactory.getLogger(KeptLabelAnswers.class);
    private static final String COMPILER = "jdk.compiler";
    private static final int MOST_WAITING = 256;
    private static final int MOST_STRINGS = 4_096;
    private static final int MOST_CHARS = 64 << 10;

    private final Path directory;
    private final long mostEntries;
    private final Supplier<Set<Ulid>> blocks;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    /** Held by who reads the file, and alone by who closes it or takes another one. */
    private final ReentrantReadWriteLock open = new ReentrantReadWriteLock();

    /** One thread does all that changes the file; what it can't do at once is not kept. */
    private final ThreadPoolExecutor worker = new ThreadPoolExecutor(
            0,
            1,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(MOST_WAITING),
            KeptLabelAnswers::thread,
            new ThreadPoolExecutor.DiscardPolicy());

    private AnswerFile file;
    private volatile boolean unusable;
    private volatile boolean closing;
    private volatile long size;

    /**
     * Makes a memory without its file.
     *
     * @param directory where the file is or will be
     * @param mostEntries the most answers kept, 0 for none
     * @param blocks tells which blocks are there
     */
    public KeptLabelAnswers(Path directory, long mostEntries, Supplier<Set<Ulid>> blocks) {
        this.directory = directory;
        this.mostEntries = mostEntries;
        this.blocks = blocks;
        this.unusable = mostEntries == 0;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "dunlin-derived");
        thread.setDaemon(true);
        return thread;
    }

    /** Opens the file in the background where an earlier run has left one. Returns at once. */
    public void start() {
        if (!unusable) {
            worker.execute(() -> change(() -> {
                if (AnswerFile.isSealed(directory)) {
                    openFile();
                }
            }));
        }
    }

    @Override
    public List<String> get(Ulid block, String question) {
        List<String> known = open.readLock().tryLock() ? look(block, question) : null;
        (known == null ? misses : hits).increment();
        return known;
    }

    /** Ends the hold on the lock. */
    private List<String> look(Ulid block, String question) {
        try {
            return file == null || unusable ? null : file.get(block, question);
        } catch (RuntimeException | InternalError e) {
            giveUp(e.toString());
            return null;
        } finally {
            open.readLock().unlock();
        }
    }

    @Override
    public void put(Ulid block, String question, List<String> answer, long nanos) {
        if (!unusable && nanos >= WORTH_NANOS && isSmall(question, answer)) {
            worker.execute(() -> change(() -> {
                if (file == null) {
                    openFile();
                }
                if (file != null) {
                    file.put(block, question, answer);
                }
            }));
        }
    }

    private static boolean isSmall(String question, List<String> answer) {
        long chars = question.length();
        for (String text : answer) {
            chars += text.length();
        }
        return answer.size() <= MOST_STRINGS && chars <= MOST_CHARS;
    }

    private interface Change {
        void run() throws IOException;
    }

    /** What goes wrong here costs time and no answer, so it is said once and the file is left alone. */
    private void change(Change change) {
        open.writeLock().lock();
        try {
            if (!unusable) {
                change.run();
                size = file == null ? 0 : file.size();
            }
        } catch (IOException | RuntimeException | LinkageError | AssertionError | InternalError e) {
            giveUp(e.toString());
        } finally {
            open.writeLock().unlock();
        }
    }

    private void giveUp(String reason) {
        unusable = true;
        size = 0;
        LOG.warn("Answers about labels are not kept: directory={} reason={}", directory, reason);
    }

    /** Does nothing while the process ends: the library could not register its hook any more. */
    private void openFile() throws IOException {
        if (closing) {
            return;
        }
        if (ModuleLayer.boot().findModule(COMPILER).isEmpty()) {
            throw new IOException("this Java has no compiler (module " + COMPILER + ")");
        }
        file = AnswerFile.open(directory, mostEntries, blocks);
        LOG.info("Answers about labels are kept: directory={} answers={}", directory, file.size());
    }

    /** Returns how many questions were answered from memory. */
    public long hits() {
        return hits.sum();
    }

    /** Returns how many were not. */
    public long misses() {
        return misses.sum();
    }

    /** Returns how many answers are kept. */
    public long size() {
        return size;
    }

    /** Keeps what waits to be kept, and closes the file so that the next run can open it. */
    @Override
    public void close() {
        closing = true;
        worker.shutdown();
        try {
            if (!worker.awaitTermination(10, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        change(() -> {
            if (file != null) {
                file.close();
                file = null;
            }
        });
    }
}
