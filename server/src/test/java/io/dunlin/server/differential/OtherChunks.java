package io.dunlin.server.differential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The reference with the same data, several times, each time with chunks that begin elsewhere. A native histogram is read
 * with all the buckets of its chunk, empty or not, so no one answer is right where these differ among each other. Each is
 * started when it is first needed. Thread-safe.
 */
final class OtherChunks implements AutoCloseable {
    /**
     * Chunks begin anew at multiples of these minutes: after 29, after 15 and 80, 43, 60, 3, 66, and 54 minutes of the data.
     * Shorter ones would make blocks of it.
     */
    private static final List<Integer> MINUTES = List.of(61, 65, 67, 66, 87, 82, 78);

    private final Path binary;
    private final Path directory;
    private final String features;
    private final List<byte[]> requests;
    private final List<ReferencePrometheus> started = new ArrayList<>();

    /**
     * Makes references that are not started yet.
     *
     * @param directory where their data goes
     * @param requests what each is fed with
     */
    OtherChunks(Path binary, Path directory, String features, List<byte[]> requests) {
        this.binary = binary;
        this.directory = directory;
        this.features = features;
        this.requests = requests;
    }

    /** Tells whether one of them answers otherwise than the reference, in the field where an answer of ours does. */
    synchronized boolean explain(Exactness exactness, QueryCase query, Answer theirs, Difference ours) {
        for (int i = 0; i < MINUTES.size(); i++) {
            boolean differs = AnswerComparison.compare(exactness, reference(i).answer(query), theirs)
                    .filter(difference -> difference.field() == ours.field())
                    .isPresent();
            if (differs) {
                return true;
            }
        }
        return false;
    }

    private ReferencePrometheus reference(int index) {
        while (started.size() <= index) {
            start(MINUTES.get(started.size()));
        }
        return started.get(index);
    }

    private void start(int minutes) {
        try {
            ReferencePrometheus reference = ReferencePrometheus.start(
                    binary,
                    directory.resolve("chunks-" + minutes),
                    features,
                    "--storage.tsdb.min-block-duration=" + minutes + "m",
                    "--storage.tsdb.max-block-duration=" + minutes + "m");
            started.add(reference);
            requests.forEach(reference::write);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        started.forEach(ReferencePrometheus::close);
    }
}
