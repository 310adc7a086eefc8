package io.dunlin.server;

import io.dunlin.server.tsdb.TsdbCommand;
import io.dunlin.tsdb.storage.StorageException;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line: {@code dunlin serve [flags]}, {@code dunlin tsdb <command> <directory>}. */
@Command(
        name = "dunlin",
        description = "A Prometheus-compatible metrics store and query engine.",
        mixinStandardHelpOptions = true,
        versionProvider = DunlinVersion.class,
        subcommands = {ServeCommand.class, TsdbCommand.class, RehearseCommand.class},
        usageHelpWidth = 100)
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    private Main() {}

    /** Runs the command and ends the process with its exit code: 0 when stopped, 1 on failure, 2 on a wrong flag. */
    public static void main(String[] args) {
        int exitCode = commandLine().execute(args);
        System.exit(exitCode);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setParameterExceptionHandler(wrongFlags())
                .setExecutionExceptionHandler(failures());
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: dunlin serve, or dunlin tsdb");
    }

    private static IParameterExceptionHandler wrongFlags() {
        return (exception, args) -> {
            CommandLine command = exception.getCommandLine();
            command.getErr().println("dunlin: error: " + exception.getMessage());
            CommandLine.UnmatchedArgumentException.printSuggestions(exception, command.getErr());
            command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help' for the flags.");
            return CommandLine.ExitCode.USAGE;
        };
    }

    /** What the user can mend is one line; anything else is a bug and keeps its stack trace. */
    private static IExecutionExceptionHandler failures() {
        return (exception, command, parsed) -> {
            boolean mendable = exception instanceof StartException
                    || exception instanceof IOException
                    || exception instanceof StorageException;
            if (!mendable) {
                throw exception;
            }
            command.getErr().println("dunlin: error: " + exception.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        };
    }
}
