package io.dunlin.server.tsdb;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dunlin tsdb}: groups the commands over a data directory. */
@Command(
        name = "tsdb",
        description = "Looks at the blocks of a data directory, Dunlin's or Prometheus's, and imports history.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ListCommand.class,
            AnalyzeCommand.class,
            VerifyCommand.class,
            DumpCommand.class,
            ImportCommand.class
        },
        usageHelpWidth = 100)
public final class TsdbCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: list, analyze, verify, dump or import");
    }
}
