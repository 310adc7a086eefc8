package io.dunlin.tsdb.head;

import java.nio.file.Path;

/**
 * Bytes of a head-chunk file that are not as they were written, for people: the chunks there are set aside, and with them
 * the older ones of the same series, which only they led to.
 *
 * @param file the file
 * @param from the first position that no intact chunk covers
 * @param to the position behind the last
 */
public record ChunkDamage(Path file, long from, long to) {
    @Override
    public String toString() {
        return "head chunks: set aside damaged chunks: file=" + file + ", from=" + from + ", to=" + to;
    }
}
