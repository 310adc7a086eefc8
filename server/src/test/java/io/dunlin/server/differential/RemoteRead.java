package io.dunlin.server.differential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.xerial.snappy.Snappy;

/**
 * A request and an answer of Prometheus's remote-read protocol (prometheus/prometheus, prompb/remote.proto), of samples, not
 * of chunks.
 */
final class RemoteRead {
    private static final int REGEX = 2;

    /** Field 1 of the answer, a message. */
    private static final byte ONLY_RESULT = 1 << 3 | 2;

    private RemoteRead() {}

    /** Returns the compressed request for every series with all samples. */
    static byte[] ofEverything() {
        ProtoBytes request = new ProtoBytes();
        request.message(
                1,
                query -> query.varint(1, 0)
                        .varint(2, DataSet.START + DataSet.MINUTES * 60_000L)
                        .message(
                                3,
                                matcher -> matcher.varint(1, REGEX)
                                        .string(2, "__name__")
                                        .string(3, ".+")));
        try {
            return Snappy.compress(request.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the answer to one query as a compressed write request: both are series in field 1. */
    static byte[] writeRequest(byte[] answer) {
        try {
            byte[] results = Snappy.uncompress(answer);
            if (results[0] != ONLY_RESULT) {
                throw new AssertionError("an answer to remote-read begins with " + results[0]);
            }
            int content = 1;
            while (results[content++] < 0) {
                // The length of the result, which is all that is left.
            }
            return Snappy.compress(Arrays.copyOfRange(results, content, results.length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
