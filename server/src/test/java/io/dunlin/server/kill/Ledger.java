package io.dunlin.server.kill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * How far each writer came, read from the client's file while it grows. A writer waits for each request's acknowledgement
 * before it sends the next, so two numbers say it all.
 */
final class Ledger {
    private static final char SENT = 's';
    private static final char ACKNOWLEDGED = 'a';

    private final Tail tail;
    private final long[] sent = new long[Load.WRITERS];
    private final long[] acknowledged = new long[Load.WRITERS];

    /** Appends to the file; each line is with the system before the call returns. */
    static final class Writer {
        private final FileChannel file;

        Writer(Path path) throws IOException {
            file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }

        void sent(int writer, long request) {
            write(SENT, writer, request);
        }

        void acknowledged(int writer, long request) {
            write(ACKNOWLEDGED, writer, request);
        }

        private synchronized void write(char what, int writer, long request) {
            String line = what + " " + writer + " " + request + "\n";
            try {
                file.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * How far the writers were at one moment.
     *
     * @param sent the last request that was sent, by writer
     * @param acknowledged the last request that was acknowledged, by writer
     */
    record State(long[] sent, long[] acknowledged) {
        /** Returns how many samples have been acknowledged. */
        long samples() {
            long requests = 0;
            for (long last : acknowledged) {
                requests += last;
            }
            return requests * Load.SAMPLES;
        }
    }

    Ledger(Path path) {
        tail = new Tail(path);
    }

    synchronized State read() {
        for (String line : tail.newLines()) {
            String[] fields = line.split(" ");
            long[] last = line.charAt(0) == SENT ? sent : acknowledged;
            last[Integer.parseInt(fields[1])] = Long.parseLong(fields[2]);
        }
        return new State(sent.clone(), acknowledged.clone());
    }
}
