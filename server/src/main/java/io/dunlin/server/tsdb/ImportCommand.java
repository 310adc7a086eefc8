package io.dunlin.server.tsdb;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dunlin tsdb import}: brings history along, from an OpenMetrics file or a Prometheus data directory. */
@Command(
        name = "import",
        description = {
            "Imports an OpenMetrics file, or blocks and log of a Prometheus data directory or snapshot.",
            "Exit code 1 where damaged blocks were left out."
        },
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "<source>", description = "OpenMetrics file, or Prometheus data directory.")
    private Path source;

    @Parameters(
            index = "1",
            paramLabel = "<directory>",
            defaultValue = "data",
            description = "Data directory to import into (default: data). A server may have it open.")
    private Path directory;

    @Override
    public Integer call() throws IOException {
        if (!Files.exists(source)) {
            throw new IOException("no such file or directory: " + source);
        }
        try (BlockInbox inbox = new BlockInbox(directory)) {
            return Files.isDirectory(source) ? prometheus(inbox) : text(inbox);
        }
    }

    private int text(BlockInbox inbox) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (Progress progress = new Progress("samples", spec.commandLine().getErr())) {
            OpenMetricsImport work = new OpenMetricsImport(source, inbox, progress);
            int blocks = work.run();
            out.println("Imported " + work.samples() + " samples into " + blocks + " blocks");
        }
        out.flush();
        return 0;
    }

    private int prometheus(BlockInbox inbox) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        long newest;
        int exitCode;
        try (Progress progress = new Progress("bytes", spec.commandLine().getErr())) {
            PrometheusImport work = new PrometheusImport(source, inbox, progress);
            out.println("Imported " + work.run() + " blocks");
            newest = work.endOfBlocks();
            exitCode = work.exitCode();
        }
        try (Progress progress = new Progress("samples", spec.commandLine().getErr())) {
            PrometheusLogImport work = new PrometheusLogImport(source, inbox, progress);
            if (work.bytes() > 0) {
                int blocks = work.run(newest);
                out.println("Imported " + work.samples() + " samples of the log into " + blocks + " blocks");
                work.leftOut().forEach(out::println);
            }
        }
        out.flush();
        return exitCode;
    }
}
