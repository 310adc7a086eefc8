package io.dunlin.tsdb.memory;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import org.agrona.BufferUtil;

/**
 * A file mapped for reading as windows of less than 1 GiB, so that files of any length can be read. A window starts every
 * half GiB and reaches {@link #OVERLAP} bytes into the next: a span of that length never needs two windows. Not
 * thread-safe; {@link MemoryScope} maps and unmaps.
 */
final class MappedWindows {
    /** The longest span that is contiguous wherever it starts. */
    static final long OVERLAP = 16L << 20;

    private static final long STRIDE = 1L << Region.SEGMENT_SHIFT;

    private final String name;
    private final MappedByteBuffer[] windows;
    private final Region region;
    private final long length;

    private MappedWindows(String name, MappedByteBuffer[] windows, long length) {
        this.name = name;
        this.windows = windows;
        this.length = length;
        long[] segments = new long[2 * windows.length];
        for (int i = 0; i < windows.length; i++) {
            segments[2 * i] = BufferUtil.address(windows[i]);
            segments[2 * i + 1] = windows[i].capacity();
        }
        this.region = Region.ofMapped(this, segments);
    }

    static MappedWindows map(String name, FileChannel channel, long position, long length) throws IOException {
        if (position < 0 || length > channel.size() - position) {
            throw new IllegalArgumentException("mapping past the end of a file: position=" + position + ", length="
                    + length + ", file size=" + channel.size());
        }
        MappedByteBuffer[] windows = new MappedByteBuffer[(int) ((length + STRIDE - 1) / STRIDE)];
        for (int i = 0; i < windows.length; i++) {
            long start = i * STRIDE;
            windows[i] = channel.map(
                    FileChannel.MapMode.READ_ONLY, position + start, Math.min(STRIDE + OVERLAP, length - start));
        }
        return new MappedWindows(name, windows, length);
    }

    Region region() {
        return region;
    }

    long length() {
        return length;
    }

    @Override
    public String toString() {
        return name;
    }

    void unmap() {
        for (MappedByteBuffer window : windows) {
            BufferUtil.free(window);
        }
    }
}
