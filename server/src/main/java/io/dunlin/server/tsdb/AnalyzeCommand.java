package io.dunlin.server.tsdb;

import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.block.v1.BlockAnalysis;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dunlin tsdb analyze}: which labels and metrics make a block large, and which of them churn. */
@Command(
        name = "analyze",
        description = "Tells which labels and metrics make a block large, and which of them churn.",
        mixinStandardHelpOptions = true)
final class AnalyzeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--limit", defaultValue = "20", description = "Most entries of each list (default: 20).")
    private int limit;

    @Parameters(
            index = "0",
            paramLabel = "<directory>",
            defaultValue = "data",
            description = "Data directory (default: data).")
    private Path directory;

    @Parameters(
            index = "1",
            paramLabel = "<block>",
            defaultValue = "",
            description = "The block's ULID (default: the newest block).")
    private String ulid;

    @Override
    public Integer call() throws IOException {
        BlockFiles blocks = new BlockFiles(directory);
        Path block = blocks.find(ulid);
        PrintWriter out = spec.commandLine().getOut();
        BlockAnalysis analysis;
        try (Progress progress = new Progress("label pairs", spec.commandLine().getErr())) {
            analysis = BlockAnalysis.of(blocks.disk(), blocks.offHeap(), block, limit, (done, total) -> {
                progress.outOf(total);
                progress.reached(done);
            });
        }
        BlockMeta meta = analysis.meta();
        out.println("Block ID: " + meta.ulid());
        out.println("Duration: " + GoDuration.text(meta.maxTime() - meta.minTime()));
        out.println("Total Series: " + meta.stats().series());
        out.println("Label names: " + analysis.labelNames());
        out.println("Postings (unique label pairs): " + analysis.labelPairs());
        out.println("Postings entries (total label pairs): " + analysis.postingsEntries());
        ToLongFunction<BlockAnalysis.Count> churn = count -> (long) count.churn();
        print(out, "Label pairs most involved in churning", analysis.churningPairs(), churn);
        print(out, "Label names most involved in churning", analysis.churningNames(), churn);
        print(out, "Most common label pairs", analysis.commonPairs(), BlockAnalysis.Count::count);
        print(
                out,
                "Label names with highest cumulative label value length",
                analysis.namesByValueLength(),
                BlockAnalysis.Count::count);
        print(out, "Highest cardinality labels", analysis.namesByValues(), BlockAnalysis.Count::count);
        print(out, "Highest cardinality metric names", analysis.metrics(), BlockAnalysis.Count::count);
        out.flush();
        return 0;
    }

    private static void print(
            PrintWriter out,
            String title,
            List<BlockAnalysis.Count> counts,
            ToLongFunction<BlockAnalysis.Count> figure) {
        out.println();
        out.println(title + ":");
        counts.forEach(count -> out.println(figure.applyAsLong(count) + " " + count.text()));
    }
}
