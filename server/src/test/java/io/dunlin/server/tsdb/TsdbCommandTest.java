package io.dunlin.server.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds what {@code dunlin tsdb} prints against promtool's words about the same blocks, which promtool has written. */
class TsdbCommandTest {
    private static final long START = 1_700_000_000;
    private static final int SAMPLES = 500;

    @TempDir
    private Path directory;

    private TsdbRun promtool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(System.getProperty("dunlin.promtool", "promtool"), "tsdb"));
        command.addAll(Arrays.asList(arguments));
        Path out = directory.resolve("promtool.out");
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "there is no promtool on this machine");
            throw e;
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new TsdbRun(process.exitValue(), Files.readString(out), "");
    }

    /** Two series of five hours, one of one sample: three blocks. */
    private Path blocks() throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder();
        for (String id : List.of("a", "b\\\"c")) {
            for (int i = 0; i < SAMPLES; i++) {
                text.append("load{id=\"" + id + "\",job=\"x\"} " + i * 12345.5 + " " + (START + i * 36L) + "\n");
            }
        }
        text.append("once{job=\"x\"} NaN " + START + "\n# EOF\n");
        Path input = Files.writeString(directory.resolve("input.om"), text, StandardCharsets.UTF_8);
        Path data = directory.resolve("data");
        Files.createDirectories(data.resolve("wal"));
        TsdbRun made = promtool("create-blocks-from", "openmetrics", input.toString(), data.toString());
        assertThat(made.exitCode()).as(made.out()).isZero();
        return data;
    }

    @Test
    void listsAsPromtoolDoes() throws IOException, InterruptedException {
        String data = blocks().toString();
        TsdbRun ours = TsdbRun.of("list", data);
        assertThat(ours.exitCode()).isZero();
        assertThat(ours.lines())
                .hasSizeGreaterThan(2)
                .isEqualTo(promtool("list", data).lines());
        assertThat(TsdbRun.of("list", "-r", data).lines())
                .hasSameSizeAs(ours.lines())
                .last()
                .asString()
                .contains("+0000 UTC", "KiB");
    }

    @Test
    void dumpsAsPromtoolDoes() throws IOException, InterruptedException {
        String data = blocks().toString();
        assertThat(TsdbRun.of("dump", data).sorted())
                .hasSize(2 * SAMPLES + 1)
                .isEqualTo(promtool("dump", data).sorted());
        String from = "--min-time=" + (START + 3600) * 1000;
        String to = "--max-time=" + (START + 7200) * 1000;
        String match = "--match={id=\"a\"}";
        assertThat(TsdbRun.of("dump", from, to, match, data).sorted())
                .hasSize(101)
                .isEqualTo(promtool("dump", from, to, match, data).sorted());
        assertThat(TsdbRun.of("dump", "--match={", data).exitCode()).isEqualTo(2);
    }

    @Test
    void analyzesAsPromtoolDoes() throws IOException, InterruptedException {
        String data = blocks().toString();
        List<String> theirs = promtool("analyze", data).lines();
        TsdbRun ours = TsdbRun.of("analyze", data);
        assertThat(ours.exitCode()).as(ours.err()).isZero();
        List<String> facts = List.of(
                "Block ID: ",
                "Duration: ",
                "Label names: ",
                "Postings (unique label pairs): ",
                "Postings entries (total label pairs): ");
        for (String fact : facts) {
            assertThat(line(ours.lines(), fact)).isEqualTo(line(theirs, fact));
        }
        for (String list : List.of(
                "Label pairs most involved in churning:",
                "Label names most involved in churning:",
                "Label names with highest cumulative label value length:",
                "Most common label pairs:",
                "Highest cardinality labels:",
                "Highest cardinality metric names:")) {
            assertThat(section(ours.lines(), list)).isNotEmpty().isEqualTo(section(theirs, list));
        }
    }

    private static String line(List<String> lines, String start) {
        return lines.stream().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
    }

    /** Entries of the same count come in any order. */
    private static List<String> section(List<String> lines, String title) {
        int from = lines.indexOf(title) + 1;
        assertThat(from).as(title).isPositive();
        return lines.subList(from, lines.size()).stream()
                .takeWhile(line -> !line.isEmpty())
                .sorted()
                .toList();
    }

    @Test
    void verifiesWholeBlocksAndNamesDamage() throws IOException, InterruptedException {
        Path data = blocks();
        TsdbRun whole = TsdbRun.of("verify", data.toString());
        assertThat(whole.exitCode()).as(whole.out()).isZero();
        assertThat(whole.lines()).isNotEmpty().allMatch(line -> line.endsWith(" ok"));

        Path block;
        try (Stream<Path> found = Files.list(data)) {
            block = found.filter(path -> Files.exists(path.resolve("index")))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
        Path chunks = block.resolve("chunks/000001");
        byte[] bytes = Files.readAllBytes(chunks);
        bytes[bytes.length / 2] ^= 1;
        Files.write(chunks, bytes);
        TsdbRun damaged = TsdbRun.of("verify", data.toString());
        assertThat(damaged.exitCode()).isEqualTo(1);
        assertThat(damaged.out()).contains(block.getFileName() + " DAMAGED", "000001");

        byte[] index = Files.readAllBytes(block.resolve("index"));
        Files.write(block.resolve("index"), Arrays.copyOf(index, index.length / 2));
        Path ours = directory.resolve("ours");
        assertThat(TsdbRun.of("list", data.toString()).exitCode()).isEqualTo(1);
        assertThat(TsdbRun.of("dump", data.toString()).exitCode()).isEqualTo(1);
        TsdbRun imported = TsdbRun.of("import", data.toString(), ours.toString());
        assertThat(imported.exitCode()).isEqualTo(1);
        assertThat(imported.out()).startsWith("Imported 2 blocks");

        Files.delete(block.resolve("meta.json"));
        TsdbRun undescribed = TsdbRun.of("verify", data.toString());
        assertThat(undescribed.exitCode()).isEqualTo(1);
        assertThat(undescribed.out()).contains(block.getFileName() + " DAMAGED", "no meta.json");
    }

    @Test
    void namesABlockThatSaysItIsAnother() throws IOException, InterruptedException {
        Path data = blocks();
        Path block;
        try (Stream<Path> found = Files.list(data)) {
            block = found.filter(path -> Files.exists(path.resolve("index")))
                    .findFirst()
                    .orElseThrow();
        }
        Files.move(block, data.resolve("01ARZ3NDEKTSV4RRFFQ69G5FAV"));
        TsdbRun run = TsdbRun.of("verify", data.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("01ARZ3NDEKTSV4RRFFQ69G5FAV DAMAGED", "in meta.json=" + block.getFileName());
    }

    @Test
    void importsTextAsPromtoolDoes() throws IOException, InterruptedException {
        Path theirs = blocks();
        Path ours = directory.resolve("ours");
        Files.createDirectories(ours.resolve("wal"));
        TsdbRun made = TsdbRun.of("import", directory.resolve("input.om").toString(), ours.toString());
        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(made.out()).startsWith("Imported " + (2 * SAMPLES + 1) + " samples into 3 blocks");
        List<String> samples = promtool("dump", theirs.toString()).sorted();
        assertThat(promtool("dump", ours.toString()).sorted()).isEqualTo(samples);
        assertThat(TsdbRun.of("dump", ours.toString()).sorted()).isEqualTo(samples);
        assertThat(TsdbRun.of("verify", ours.toString()).exitCode()).isZero();
        assertThat(ours.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void importsTheBlocksOfADirectoryOnce() throws IOException, InterruptedException {
        Path source = blocks();
        Path ours = Files.createDirectories(directory.resolve("ours"));
        TsdbRun first = TsdbRun.of("import", source.toString(), ours.toString());
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out()).isEqualTo("Imported 3 blocks" + System.lineSeparator());
        assertThat(TsdbRun.of("dump", ours.toString()).lines())
                .isEqualTo(TsdbRun.of("dump", source.toString()).lines());
        assertThat(TsdbRun.of("verify", ours.toString()).exitCode()).isZero();
        assertThat(TsdbRun.of("import", source.toString(), ours.toString()).out())
                .contains("Imported 0 blocks");
    }

    @Test
    void importsTimesOfOtherCenturies() throws IOException {
        Path input = Files.writeString(
                directory.resolve("far.om"), "a 1 -5000000000\na 2 2200000000\na 3 1700000000000\n# EOF\n");
        Path ours = Files.createDirectories(directory.resolve("ours"));
        assertThat(TsdbRun.of("import", input.toString(), ours.toString()).out())
                .startsWith("Imported 3 samples into 3 blocks");
        assertThat(TsdbRun.of("dump", ours.toString()).lines())
                .containsExactly(
                        "{__name__=\"a\"} 1 -5000000000000",
                        "{__name__=\"a\"} 2 2200000000000",
                        "{__name__=\"a\"} 3 1700000000000000");
    }

    @Test
    void namesTheSeriesWhoseSamplesAreOutOfOrder() throws IOException {
        Path input = Files.writeString(
                directory.resolve("late.om"), "a{b=\"c\"} 1 1700000060\na{b=\"c\"} 2 1700000000\n# EOF\n");
        TsdbRun run =
                TsdbRun.of("import", input.toString(), directory.resolve("ours").toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("{__name__=\"a\", b=\"c\"}: out of order sample");
    }

    @Test
    void importsNothingOfATextThatIsWrong() throws IOException {
        Path input = Files.writeString(directory.resolve("wrong.om"), "a 1 1700000000\na 2\n# EOF\n");
        Path ours = Files.createDirectories(directory.resolve("ours"));
        TsdbRun run = TsdbRun.of("import", input.toString(), ours.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("line 2: a sample without a time");
        assertThat(TsdbRun.of("list", ours.toString()).lines()).hasSize(1);
    }

    @Test
    void namesWhatIsMissing() throws IOException {
        Path empty = Files.createDirectories(directory.resolve("empty"));
        assertThat(TsdbRun.of("list", empty.toString()).lines()).hasSize(1);
        assertThat(TsdbRun.of("analyze", empty.toString()).exitCode()).isEqualTo(1);
        assertThat(TsdbRun.of("list", empty.resolve("none").toString()).exitCode())
                .isEqualTo(1);
        assertThat(TsdbRun.of().exitCode()).isEqualTo(2);
    }
}
