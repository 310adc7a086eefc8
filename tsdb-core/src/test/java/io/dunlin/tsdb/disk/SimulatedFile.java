package io.dunlin.tsdb.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** An open file of a {@link SimulatedDisk}. */
final class SimulatedFile implements DiskFile {
    private static final int SECTOR = 512;

    private final SimulatedDisk disk;
    private final Path path;
    private final Content content;
    private final boolean writable;
    private boolean closed;

    SimulatedFile(SimulatedDisk disk, Path path, Content content, boolean writable) {
        this.disk = disk;
        this.path = path;
        this.content = content;
        this.writable = writable;
    }

    /** What a file holds, seen and durable. */
    static final class Content {
        private byte[] seen = {};
        private byte[] durable = {};

        /** What no sync has made durable, oldest first, as whole sectors of a write or as a length. */
        private final List<Change> pending = new ArrayList<>();

        /** {@code bytes} written at a position, or, where they are null, a cut to {@code position}. */
        private record Change(long position, byte[] bytes) {
            byte[] appliedTo(byte[] old) {
                if (bytes == null) {
                    return Arrays.copyOf(old, (int) position);
                }
                byte[] changed = Arrays.copyOf(old, Math.max(old.length, (int) position + bytes.length));
                System.arraycopy(bytes, 0, changed, (int) position, bytes.length);
                return changed;
            }
        }

        long length() {
            return seen.length;
        }

        byte[] bytes() {
            return seen.clone();
        }

        private void change(Change change) {
            seen = change.appliedTo(seen);
            pending.add(change);
        }

        private void write(long position, byte[] bytes) {
            for (int at = 0; at < bytes.length; ) {
                int end = (int) Math.min(bytes.length, at + SECTOR - (position + at) % SECTOR);
                change(new Change(position + at, Arrays.copyOfRange(bytes, at, end)));
                at = end;
            }
        }

        private void sync() {
            for (Change change : pending) {
                durable = change.appliedTo(durable);
            }
            pending.clear();
        }

        /** After a failed sync the system counts the pages as clean: what was not durable never will be. */
        private void syncFailed(SplittableRandom random) {
            for (Change change : pending) {
                if (random.nextBoolean()) {
                    durable = change.appliedTo(durable);
                }
            }
            pending.clear();
        }

        Content afterCrash(SplittableRandom random) {
            Content after = new Content();
            byte[] left = durable;
            int style = random.nextInt(3);
            int kept = random.nextInt(pending.size() + 1);
            for (int i = 0; i < pending.size(); i++) {
                boolean keep = style == 0 ? i < kept : style == 1 && random.nextBoolean();
                if (keep) {
                    left = pending.get(i).appliedTo(left);
                }
            }
            after.seen = left;
            after.durable = left;
            return after;
        }
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public long size() throws IOException {
        synchronized (disk) {
            requireOpen();
            return content.length();
        }
    }

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
        synchronized (disk) {
            requireOpen();
            disk.call("read", path);
            int n = (int) Math.max(0, Math.min(into.remaining(), content.length() - position));
            if (n > 0) {
                into.put(content.seen, (int) position, n);
            }
            return n;
        }
    }

    @Override
    public void write(long position, ByteBuffer from) throws IOException {
        synchronized (disk) {
            requireWritable();
            byte[] bytes = new byte[from.remaining()];
            from.get(bytes);
            try {
                disk.call("write", path);
                disk.requireSpace(position + bytes.length - content.length());
            } catch (IOException e) {
                content.write(position, Arrays.copyOf(bytes, bytes.length / 2));
                throw e;
            }
            content.write(position, bytes);
        }
    }

    @Override
    public void preallocate(long length) throws IOException {
        synchronized (disk) {
            requireWritable();
            disk.call("preallocate", path);
            disk.requireSpace(length - content.length());
            if (length > content.length()) {
                content.write(content.length(), new byte[(int) (length - content.length())]);
            }
        }
    }

    @Override
    public void truncate(long length) throws IOException {
        synchronized (disk) {
            requireWritable();
            disk.call("truncate", path);
            if (length < content.length()) {
                content.change(new Content.Change(length, null));
            }
        }
    }

    @Override
    public void sync() throws IOException {
        synchronized (disk) {
            requireOpen();
            try {
                disk.call("sync", path);
            } catch (IOException e) {
                content.syncFailed(new SplittableRandom(disk.calls().size()));
                throw e;
            }
            content.sync();
        }
    }

    private void requireOpen() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }

    private void requireWritable() throws ClosedChannelException {
        requireOpen();
        if (!writable) {
            throw new NonWritableChannelException();
        }
    }

    @Override
    public void close() {
        synchronized (disk) {
            closed = true;
        }
    }
}
