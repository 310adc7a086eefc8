package io.dunlin.server.tsdb;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/** What a command about blocks printed and ended with. */
record TsdbRun(int exitCode, String out, String err) {
    /** Runs {@code dunlin tsdb} in this process. */
    static TsdbRun of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = new CommandLine(new TsdbCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new TsdbRun(exitCode, out.toString(), err.toString());
    }

    List<String> lines() {
        return out.lines().map(String::stripTrailing).toList();
    }

    List<String> sorted() {
        return out.lines().map(String::stripTrailing).sorted().toList();
    }
}
