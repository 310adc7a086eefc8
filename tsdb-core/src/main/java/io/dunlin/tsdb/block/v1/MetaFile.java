package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.memory.Region;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads and writes {@code meta.json} of a block directory. */
final class MetaFile {
    static final String FILE_NAME = "meta.json";
    private static final String TEMPORARY_NAME = FILE_NAME + ".tmp";

    private MetaFile() {}

    static BlockMeta read(Disk disk, Path directory) throws IOException {
        Path path = directory.resolve(FILE_NAME);
        String text = new String(TombstonesFile.readFile(disk, path), StandardCharsets.UTF_8);
        return MetaJson.read(path.toString(), text);
    }

    /**
     * Changes the meta of a whole block. The checksums, where there are any, name both versions meanwhile, so that a crash
     * in between leaves no block that looks damaged.
     */
    static void rewrite(Disk disk, Path directory, BlockMeta meta) throws IOException {
        byte[] text = MetaJson.write(meta).getBytes(StandardCharsets.UTF_8);
        Sums.Entry entry = Sums.Entry.of(FILE_NAME, Region.ofHeap(text), text.length);
        Sums sums = Sums.readIfWhole(disk, directory);
        if (sums != null) {
            sums.withAlso(entry).write(disk, directory);
        }
        write(disk, directory, meta);
        if (sums != null) {
            sums.with(entry).write(disk, directory);
        }
    }

    /** Writes the meta durably, in place of the one before, by one rename. */
    static void write(Disk disk, Path directory, BlockMeta meta) throws IOException {
        Path temporary = directory.resolve(TEMPORARY_NAME);
        if (disk.exists(temporary)) {
            disk.delete(temporary);
        }
        byte[] text = MetaJson.write(meta).getBytes(StandardCharsets.UTF_8);
        try (FileOutput output = FileOutput.create(disk, temporary)) {
            output.putBytes(text, 0, text.length);
            output.finish();
        }
        disk.rename(temporary, directory.resolve(FILE_NAME));
        disk.syncDirectory(directory);
    }
}
