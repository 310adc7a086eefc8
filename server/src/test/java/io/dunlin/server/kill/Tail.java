package io.dunlin.server.kill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the lines of a file that another process appends to. */
final class Tail {
    private final Path path;
    private final StringBuilder unfinished = new StringBuilder();
    private long position;

    Tail(Path path) {
        this.path = path;
    }

    /** Returns the whole lines that have come since the last call. */
    List<String> newLines() {
        List<String> lines = new ArrayList<>();
        unfinished.append(newText());
        int from = 0;
        for (int end = unfinished.indexOf("\n"); end >= 0; end = unfinished.indexOf("\n", from)) {
            lines.add(unfinished.substring(from, end));
            from = end + 1;
        }
        unfinished.delete(0, from);
        return lines;
    }

    private String newText() {
        if (!Files.exists(path)) {
            return "";
        }
        try (FileChannel file = FileChannel.open(path)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) (file.size() - position));
            int read = 1;
            while (bytes.hasRemaining() && read > 0) {
                read = file.read(bytes, position + bytes.position());
            }
            position += bytes.position();
            return StandardCharsets.ISO_8859_1.decode(bytes.flip()).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
