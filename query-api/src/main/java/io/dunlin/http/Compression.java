package io.dunlin.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** How an answer's body is compressed. Done by the worker that writes it, never on an I/O loop. */
enum Compression {
    NONE(""),
    GZIP("gzip"),
    /** The zlib format, which is what HTTP means by deflate. */
    DEFLATE("deflate");

    private static final int BUFFER = 4096;
    /** Results are repetitive: the fastest level already gets most of the gain. */
    private static final int LEVEL = Deflater.BEST_SPEED;

    private final String contentEncoding;

    Compression(String contentEncoding) {
        this.contentEncoding = contentEncoding;
    }

    /** Returns the value of the Content-Encoding header, empty for none. */
    String contentEncoding() {
        return contentEncoding;
    }

    /** Picks the first of the client's encodings that there is, in the order the client lists them. */
    static Compression accepted(String acceptEncoding) {
        for (String listed : acceptEncoding.split(",")) {
            String encoding = listed.trim();
            for (Compression compression : values()) {
                if (compression != NONE && compression.contentEncoding.equals(encoding)) {
                    return compression;
                }
            }
        }
        return NONE;
    }

    /** Wraps a stream; closing the wrapper ends the compressed data and closes {@code out}. */
    OutputStream wrap(OutputStream out) throws IOException {
        return switch (this) {
            case NONE -> out;
            case GZIP ->
                new GZIPOutputStream(out, BUFFER) {
                    {
                        def.setLevel(LEVEL);
                    }
                };
            case DEFLATE ->
                new DeflaterOutputStream(out, new Deflater(LEVEL), BUFFER) {
                    @Override
                    public void close() throws IOException {
                        try {
                            super.close();
                        } finally {
                            def.end();
                        }
                    }
                };
        };
    }
}
