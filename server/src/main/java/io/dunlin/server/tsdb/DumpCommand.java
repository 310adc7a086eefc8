package io.dunlin.server.tsdb;

import io.dunlin.http.endpoint.PromqlText;
import io.dunlin.promql.histogram.HistogramText;
import io.dunlin.promql.number.GoFloatFormat;
import io.dunlin.promql.parser.ParserOptions;
import io.dunlin.promql.result.QueryException;
import io.dunlin.tsdb.block.Block;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesReader;
import io.dunlin.tsdb.storage.SeriesSet;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code dunlin tsdb dump}: every sample of the blocks, a line each, in promtool's form: labels, value, milliseconds. Block
 * after block in time order, so a series that is in several blocks comes several times.
 */
@Command(
        name = "dump",
        description = {
            "Prints the samples of the blocks: labels, value, time in milliseconds. Block after block.",
            "Exit code 1 where damaged blocks were left out."
        },
        mixinStandardHelpOptions = true)
final class DumpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--min-time", paramLabel = "<ms>", description = "Oldest time to print, in milliseconds.")
    private long minTime = Long.MIN_VALUE;

    @Option(names = "--max-time", paramLabel = "<ms>", description = "Newest time to print, in milliseconds.")
    private long maxTime = Long.MAX_VALUE;

    @Option(
            names = "--match",
            paramLabel = "<selector>",
            defaultValue = "{__name__=~\".*\"}",
            description = "Which series to print (default: all).")
    private String match;

    @Parameters(paramLabel = "<directory>", defaultValue = "data", description = "Data directory (default: data).")
    private Path directory;

    @Override
    public Integer call() throws IOException {
        List<LabelMatcher> matchers = matchers();
        // Lines must not be flushed one by one.
        PrintWriter out = new PrintWriter(new BufferedWriter(spec.commandLine().getOut()));
        BlockFiles blocks = new BlockFiles(directory);
        blocks.forEach(block -> dump(block, matchers, out));
        out.flush();
        return blocks.exitCode();
    }

    private List<LabelMatcher> matchers() {
        try {
            return new PromqlText(ParserOptions.defaults()).selector(match);
        } catch (QueryException e) {
            throw new ParameterException(spec.commandLine(), "--match: " + e.getMessage(), e);
        }
    }

    private void dump(Block block, List<LabelMatcher> matchers, PrintWriter out) {
        SeriesSet series = block.querier(minTime, maxTime).select(SelectHints.SORTED, matchers);
        SeriesReader reader = series.reader();
        SampleBuffer samples = new SampleBuffer();
        for (int i = 0; i < series.size(); i++) {
            samples.clear();
            reader.read(i, samples);
            String labels = series.labels(i).toString();
            for (int k = 0; k < samples.size(); k++) {
                out.println(labels + " " + value(samples, k) + " " + samples.times()[k]);
            }
        }
    }

    private static String value(SampleBuffer samples, int i) {
        boolean histogram = samples.hasHistograms() && samples.histograms()[i] != null;
        return histogram ? HistogramText.print(samples.histograms()[i]) : GoFloatFormat.general(samples.values()[i]);
    }
}
