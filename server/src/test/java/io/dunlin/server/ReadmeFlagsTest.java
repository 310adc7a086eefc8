package io.dunlin.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.OptionSpec;

/** The README's table of flags and {@code serve --help} tell of the same flags. */
class ReadmeFlagsTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`--.*?) \\|");
    private static final Pattern FLAG = Pattern.compile("`(--[a-z.-]+)`");

    @Test
    void shouldListTheFlagsOfTheHelp() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        Path root = Files.exists(here.resolve("dunlin")) ? here : here.getParent();
        String readme = Files.readString(root.resolve("README.md"));

        Set<String> listed = ROW.matcher(readme)
                .results()
                .flatMap(row -> FLAG.matcher(row.group(1)).results())
                .map(flag -> flag.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> known = Main.commandLine().getSubcommands().get("serve").getCommandSpec().options().stream()
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .map(OptionSpec::longestName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(listed).isEqualTo(known);
    }
}
