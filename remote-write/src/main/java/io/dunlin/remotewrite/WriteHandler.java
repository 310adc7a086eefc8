package io.dunlin.remotewrite;

import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.RejectReason;
import io.dunlin.tsdb.storage.Room;
import io.dunlin.tsdb.storage.Storage;
import io.dunlin.tsdb.storage.StorageException;
import io.dunlin.tsdb.storage.WriteRejectedException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives remote-write requests: checks method and headers, decodes the body, appends and commits. A request is
 * acknowledged only when the storage has it under its sync policy; a request that is refused left nothing behind.
 * Thread-safe: as many requests are decoded at once as the limits say.
 *
 * <p>Headers are checked before the body is looked at, so that a wrong type is told from a broken body.
 */
public final class WriteHandler {
    private static final Logger log = LoggerFactory.getLogger(WriteHandler.class);

    private final Storage storage;
    private final Clock clock;
    private final WriteLimits limits;
    private final WriteStats stats = new WriteStats();
    private final BlockingQueue<Workspace> idle;

    /** The places of requests that wait for memory: one fewer than workspaces, for those of known series. */
    private final Semaphore waiting;

    /** What one request needs while it is decoded. */
    private static final class Workspace {
        private final SnappyInput input;
        private final UnsafeBuffer message = new UnsafeBuffer();
        private final RequestDecoder decoder = new V1Decoder();

        Workspace(WriteLimits limits) {
            input = new SnappyInput(limits.maxDecodedBytes());
        }
    }

    /** Makes a handler that writes into {@code storage}. */
    public WriteHandler(Storage storage, Clock clock, WriteLimits limits) {
        this.storage = storage;
        this.clock = clock;
        this.limits = limits;
        waiting = new Semaphore(limits.maxConcurrent() - 1);
        idle = new ArrayBlockingQueue<>(limits.maxConcurrent());
        for (int i = 0; i < limits.maxConcurrent(); i++) {
            idle.add(new Workspace(limits));
        }
    }

    /** Returns the counts since start. */
    public WriteStats stats() {
        return stats;
    }

    /**
     * Handles one request; blocks while others are being decoded and until the storage has the samples.
     *
     * @param method the HTTP method
     * @param contentType the {@code Content-Type} header, or null
     * @param contentEncoding the {@code Content-Encoding} header, or null
     * @param body the body between position and limit, in direct or heap memory; read only during the call
     */
    public WriteResponse handle(String method, String contentType, String contentEncoding, ByteBuffer body) {
        if (!method.equals("POST")) {
            return WriteResponse.methodNotAllowed(method);
        }
        if (contentEncoding != null && !contentEncoding.isEmpty() && !contentEncoding.equals("snappy")) {
            return WriteResponse.unsupported(
                    "unsupported content encoding: encoding=" + contentEncoding + " expected=snappy");
        }
        Optional<WriteMessage> message = WriteMessage.of(contentType);
        if (message.isEmpty() || !isAccepted(message.get())) {
            return WriteResponse.unsupported("unsupported content type: type=" + contentType
                    + " expected=application/x-protobuf;proto=prometheus.WriteRequest");
        }
        if (body.remaining() > limits.maxCompressedBytes()) {
            return WriteResponse.tooLarge(body.remaining(), limits.maxCompressedBytes());
        }
        return inWorkspace(body);
    }

    private static boolean isAccepted(WriteMessage message) {
        return switch (message) {
            case V1 -> true;
            case V2 -> false;
        };
    }

    private WriteResponse inWorkspace(ByteBuffer body) {
        Workspace workspace = take();
        if (workspace == null) {
            return WriteResponse.unavailable(
                    "too many write requests at once: limit=" + limits.maxConcurrent() + " waited=" + limits.maxWait());
        }
        try {
            return write(workspace, body);
        } finally {
            idle.add(workspace);
        }
    }

    private Workspace take() {
        try {
            return idle.poll(limits.maxWait().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private WriteResponse write(Workspace workspace, ByteBuffer body) {
        try {
            ByteBuffer decoded = workspace.input.decode(body);
            workspace.message.wrap(decoded);
            return appendWithRoom(workspace, decoded.limit());
        } catch (MalformedRequestException e) {
            stats.malformed();
            return WriteResponse.badRequest(e.getMessage());
        } catch (WriteRejectedException e) {
            stats.rejected(e.reason());
            return WriteResponse.badRequest(e.getMessage());
        } catch (StorageException e) {
            stats.failed();
            log.error("The storage could not take a write request: {}", e.getMessage());
            return WriteResponse.unavailable(e.getMessage());
        } catch (RuntimeException e) {
            stats.failed();
            log.error("A write request failed", e);
            return WriteResponse.broken("internal error: " + e);
        }
    }

    /** Where the storage has no memory for new series, waits for it and tries again: so the sender is slowed down. */
    private WriteResponse appendWithRoom(Workspace workspace, int length) {
        long end = System.nanoTime() + limits.maxWait().toNanos();
        while (true) {
            try {
                append(workspace, length);
                return WriteResponse.DONE;
            } catch (WriteRejectedException e) {
                if (e.reason() != RejectReason.MEMORY) {
                    throw e;
                }
                Room room = awaitRoom(end - System.nanoTime());
                if (room == Room.NONE) {
                    throw e;
                }
                if (room == Room.LATER) {
                    stats.putOff();
                    return WriteResponse.putOff(e.getMessage() + "; series are leaving, send it again later");
                }
            }
        }
    }

    /** Waits for memory, unless so many requests do that few are left for those that need none. */
    private Room awaitRoom(long longestNanos) {
        if (!waiting.tryAcquire()) {
            return Room.LATER;
        }
        try {
            stats.waited();
            return storage.awaitRoom(Duration.ofNanos(Math.max(0, longestNanos)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Room.LATER;
        } finally {
            waiting.release();
        }
    }

    private void append(Workspace workspace, int length) {
        long newest = clock.millis() + limits.maxAhead().toMillis();
        try (Appender appender = storage.appender()) {
            WriteCounts counts = workspace.decoder.decode(workspace.message, length, newest, appender);
            appender.commit();
            stats.committed(counts);
        }
    }
}
