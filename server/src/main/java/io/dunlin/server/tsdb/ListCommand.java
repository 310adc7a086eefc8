package io.dunlin.server.tsdb;

import io.dunlin.tsdb.block.BlockMeta;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dunlin tsdb list}: one line a block, in promtool's columns. */
@Command(
        name = "list",
        description =
                "Lists the blocks of a data directory in time order. Exit code 1 where damaged ones were left out.",
        mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
    private static final List<String> HEADER = List.of(
            "BLOCK ULID", "MIN TIME", "MAX TIME", "DURATION", "NUM SAMPLES", "NUM CHUNKS", "NUM SERIES", "SIZE");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss '+0000 UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int GAP = 2;
    private static final int NARROWEST = 13;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-r", "--human-readable"},
            description = "Print times as dates and sizes with a unit.")
    private boolean readable;

    @Parameters(paramLabel = "<directory>", defaultValue = "data", description = "Data directory (default: data).")
    private Path directory;

    @Override
    public Integer call() throws IOException {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADER);
        BlockFiles blocks = new BlockFiles(directory);
        blocks.forEach(block -> rows.add(row(block.meta(), block.sizeBytes())));
        print(rows, spec.commandLine().getOut());
        return blocks.exitCode();
    }

    private List<String> row(BlockMeta meta, long bytes) {
        return List.of(
                meta.ulid().toString(),
                time(meta.minTime()),
                time(meta.maxTime()),
                GoDuration.text(meta.maxTime() - meta.minTime()),
                Long.toString(meta.stats().samples()),
                Long.toString(meta.stats().chunks()),
                Long.toString(meta.stats().series()),
                readable ? size(bytes) : Long.toString(bytes));
    }

    private String time(long millis) {
        return readable ? TIME.format(Instant.ofEpochMilli(millis)) : Long.toString(millis);
    }

    private static String size(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        double left = bytes;
        int unit = 0;
        while (left >= 1024 && unit < units.length - 1) {
            left /= 1024;
            unit++;
        }
        String number = unit == 0 ? Long.toString(bytes) : String.format(Locale.ROOT, "%.3f", left);
        return number + units[unit];
    }

    private static void print(List<List<String>> rows, PrintWriter out) {
        int[] widths = new int[HEADER.size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(
                        widths[column], Math.max(NARROWEST, row.get(column).length() + GAP));
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String cell = row.get(column);
                line.append(cell);
                boolean last = column == widths.length - 1;
                line.append(" ".repeat(last ? 0 : widths[column] - cell.length()));
            }
            out.println(line);
        }
        out.flush();
    }
}
