package io.dunlin.server.tsdb;

import io.dunlin.tsdb.block.v1.BlockVerifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dunlin tsdb verify}: reads every byte of every block; exit code 1 where something is wrong. */
@Command(
        name = "verify",
        description = "Checks every checksum and every reference of the blocks. Exit code 1 where something is wrong.",
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "<directory>", defaultValue = "data", description = "Data directory (default: data).")
    private Path directory;

    @Override
    public Integer call() throws IOException {
        BlockFiles blocks = new BlockFiles(directory);
        PrintWriter out = spec.commandLine().getOut();
        int damaged = 0;
        for (Path block : blocks.named()) {
            List<String> findings = findings(blocks, block);
            out.println(block.getFileName() + (findings.isEmpty() ? " ok" : " DAMAGED"));
            findings.forEach(finding -> out.println("  " + finding));
            damaged += findings.isEmpty() ? 0 : 1;
        }
        out.flush();
        return damaged == 0 ? 0 : 1;
    }

    private List<String> findings(BlockFiles blocks, Path block) {
        Optional<String> obstacle = blocks.whyNoBlock(block);
        if (obstacle.isPresent()) {
            return List.of(obstacle.get());
        }
        try (Progress progress = new Progress("series", spec.commandLine().getErr())) {
            return BlockVerifier.verify(blocks.disk(), blocks.offHeap(), block, progress::reached);
        }
    }
}
