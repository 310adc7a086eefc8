package io.dunlin.tsdb.chunk;

import io.dunlin.tsdb.storage.SampleBuffer;

/** Reads whole histogram chunks ({@link HistogramChunkLayout}) of either encoding. */
final class HistogramDecoder {
    private HistogramDecoder() {}

    /**
     * Appends the samples of a chunk to a buffer; where that throws, some may have been added.
     *
     * @throws io.dunlin.tsdb.storage.CorruptDataException when the bits do not make that many samples
     */
    static void decode(EncodedChunk chunk, SampleBuffer into) {
        if (chunk.count() == 0) {
            return;
        }
        if (chunk.length() <= HistogramChunkLayout.BITS) {
            throw chunk.corrupt(chunk.address(), "a histogram chunk", chunk.length() + " bytes");
        }
        int flags = chunk.region().getByte(chunk.address() + HistogramChunkLayout.FLAGS);
        BitReader in = new BitReader(chunk, HistogramChunkLayout.BITS);
        HistogramLayout layout = HistogramLayout.read(in);
        HistogramFields fields = HistogramFields.of(chunk.encoding(), layout);
        for (int i = 0; i < chunk.count(); i++) {
            if (i == 0) {
                fields.readFirst(in);
            } else {
                fields.readNext(in);
            }
            into.add(fields.time(), ResolutionLimit.apply(fields.histogram(HistogramChunkLayout.hint(flags, i))));
        }
    }
}
