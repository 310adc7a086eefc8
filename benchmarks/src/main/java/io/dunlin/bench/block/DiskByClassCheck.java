package io.dunlin.bench.block;

import io.dunlin.bench.load.GpuLoad;
import io.dunlin.bench.load.LlmLoad;
import io.dunlin.bench.load.LoadSet;
import io.dunlin.compaction.Backfill;
import io.dunlin.compaction.BlockMerger;
import io.dunlin.tsdb.block.Block;
import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.block.Compactor;
import io.dunlin.tsdb.block.SeriesSource;
import io.dunlin.tsdb.block.v1.BlockReader;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Appender;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Bytes a sample of index and chunks by class of data, in blocks of two hours and in the one merged from three of them,
 * beside the blocks that promtool makes of the same samples and the one that a real Prometheus merges from those.
 */
public final class DiskByClassCheck {
    private static final long EPOCH = 7_200_000;
    private static final long INTERVAL = 15_000;
    private static final long START = 1_600_000_000_000L / (3 * EPOCH) * (3 * EPOCH);
    private static final int EPOCHS = 3;
    private static final int SERIES = 400;
    private static final int STEPS = (int) (EPOCHS * EPOCH / INTERVAL);
    private static final int POD_BUCKET_ROWS = 640;
    private static final int GPU_METRICS = 40;
    private static final int FIRST_CONSTANT = 10;

    private final Path promtool;
    private final Path prometheus;
    private final Path directory;
    private final OffHeap offHeap = OffHeap.withLimit(1L << 30);

    private record Data(LoadSet load, int[] series) {
        static Data of(LoadSet load, IntPredicate chosen) {
            return new Data(
                    load,
                    IntStream.range(0, load.size()).filter(chosen).limit(SERIES).toArray());
        }
    }

    private record Size(long index, long chunks) {
        double perSample() {
            return (index + chunks) / (double) ((long) SERIES * STEPS);
        }
    }

    private DiskByClassCheck(Path promtool, Path prometheus, Path directory) {
        this.promtool = promtool;
        this.prometheus = prometheus;
        this.directory = directory;
    }

    /** Runs the check: {@code DiskByClassCheck [promtool] [prometheus] [directory]}. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        DiskByClassCheck check =
                new DiskByClassCheck(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]));
        LoadSet llm = new LlmLoad(1, 64);
        LoadSet gpu = new GpuLoad(1, 64);
        Map<String, Data> classes = new LinkedHashMap<>();
        classes.put("LLM histogram buckets", Data.of(llm, i -> llm.labels(i).contains("le")));
        classes.put("counters", Data.of(llm, i -> i % LlmLoad.SERIES_PER_POD >= POD_BUCKET_ROWS));
        classes.put("constant", Data.of(gpu, i -> i % GPU_METRICS >= FIRST_CONSTANT));
        classes.put("utilisation", Data.of(gpu, i -> i % GPU_METRICS <= 1));
        classes.put("power", Data.of(gpu, i -> i % GPU_METRICS == 2));
        classes.put("temperature", Data.of(gpu, i -> i % GPU_METRICS == 3));
        check.run(classes);
    }

    private void run(Map<String, Data> classes) throws IOException, InterruptedException {
        Map<String, Size> cutByThem = new LinkedHashMap<>();
        Map<String, MergingPrometheus> merging = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, Data> each : classes.entrySet()) {
                cutByThem.put(each.getKey(), promtool(place(each.getKey()), each.getValue()));
                merging.put(
                        each.getKey(),
                        new MergingPrometheus(
                                prometheus, place(each.getKey()).resolve("theirs"), Duration.ofMillis(EPOCHS * EPOCH)));
            }
            System.out.println(
                    "| class | Prometheus, 2 h | Dunlin, 2 h | × | Prometheus, merged | Dunlin, merged | × |");
            System.out.println("|---|---|---|---|---|---|---|");
            for (Map.Entry<String, Data> each : classes.entrySet()) {
                Path merged = merging.get(each.getKey()).awaitMerged((long) SERIES * STEPS);
                report(each.getKey(), each.getValue(), cutByThem.get(each.getKey()), size(merged));
            }
        } finally {
            for (MergingPrometheus each : merging.values()) {
                each.close();
            }
        }
    }

    private Path place(String name) {
        return directory.resolve(name.replace(' ', '-'));
    }

    private void report(String name, Data data, Size theirs, Size theirMerged) throws IOException {
        Path place = place(name);
        Path ours = Files.createDirectories(place.resolve("ours"));
        Compactor.Workplace workplace = new Compactor.Workplace(Disk.system(), offHeap, place.resolve("tmp"));
        List<BlockMeta> cuts = new ArrayList<>();
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            cuts.add(cut(workplace, ours, data, epoch));
        }
        Size first = size(ours);
        Path merged = Files.createDirectories(place.resolve("merged"));
        merge(workplace, ours, merged, cuts);
        Size second = size(merged);
        System.out.printf(
                Locale.ROOT,
                "| %s | %.3f | %.3f | %.2f | %.3f | %.3f | %.2f |%n",
                name,
                theirs.perSample(),
                first.perSample(),
                first.perSample() / theirs.perSample(),
                theirMerged.perSample(),
                second.perSample(),
                second.perSample() / theirMerged.perSample());
    }

    /** Makes their blocks, and two behind those that are counted: Prometheus merges what ends before its last but one begins. */
    private Size promtool(Path place, Data data) throws IOException, InterruptedException {
        Path text = Files.createDirectories(place).resolve("input.om");
        try (BufferedWriter out = Files.newBufferedWriter(text)) {
            for (int series : data.series) {
                String line = openMetrics(data.load.labels(series));
                for (int step = 0; step < STEPS; step++) {
                    long time = START + step * INTERVAL;
                    out.write(line + ' ' + data.load.value(series, step) + ' ' + time / 1000 + '\n');
                }
            }
            out.write("# EOF\n");
        }
        Path blocks = place.resolve("theirs");
        createBlocks(text, blocks);
        Size size = size(blocks);
        String line =
                "later 1 " + (START + EPOCHS * EPOCH) / 1000 + "\nlater 1 " + (START + (EPOCHS + 1) * EPOCH) / 1000;
        Path newest = Files.writeString(place.resolve("later.om"), line + "\n# EOF\n");
        createBlocks(newest, blocks);
        return size;
    }

    private void createBlocks(Path text, Path blocks) throws IOException, InterruptedException {
        Path log = blocks.resolveSibling("promtool.log");
        Process process = new ProcessBuilder(
                        promtool.toString(),
                        "tsdb",
                        "create-blocks-from",
                        "openmetrics",
                        text.toString(),
                        blocks.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("promtool failed: " + Files.readString(log));
        }
    }

    private static String openMetrics(List<String> labels) {
        StringJoiner pairs = new StringJoiner(",", "{", "}");
        String metric = "";
        for (int i = 0; i < labels.size(); i += 2) {
            if (labels.get(i).equals("__name__")) {
                metric = labels.get(i + 1);
            } else {
                pairs.add(labels.get(i) + "=\"" + labels.get(i + 1) + '"');
            }
        }
        return metric + pairs;
    }

    private static Labels labels(LoadSet load, int series) {
        return Labels.of(load.labels(series).toArray(new String[0]));
    }

    private static BlockMeta cut(Compactor.Workplace workplace, Path ours, Data data, int epoch) {
        try (Backfill backfill = new Backfill(workplace, START + epoch * EPOCH, EPOCH)) {
            for (int series : data.series) {
                append(backfill, data.load, series, epoch);
            }
            return backfill.write(ours).orElseThrow();
        }
    }

    private static void append(Backfill backfill, LoadSet load, int series, int epoch) {
        int steps = STEPS / EPOCHS;
        try (Appender appender = backfill.appender()) {
            long reference = appender.series(labels(load, series));
            for (int step = epoch * steps; step < (epoch + 1) * steps; step++) {
                appender.append(reference, START + step * INTERVAL, load.value(series, step));
            }
            appender.commit();
        }
    }

    private void merge(Compactor.Workplace workplace, Path ours, Path merged, List<BlockMeta> cuts) {
        List<Block> blocks = new ArrayList<>();
        try {
            List<SeriesSource> sources = new ArrayList<>();
            for (BlockMeta cut : cuts) {
                Path path = ours.resolve(cut.ulid().toString());
                blocks.add(BlockReader.open(Disk.system(), offHeap, path, damage -> {}));
                sources.add(blocks.get(blocks.size() - 1).source());
            }
            Compactor.Job job = new Compactor.Job(workplace, merged, START, START + EPOCHS * EPOCH, cuts, () -> false);
            Optional<BlockMeta> result = new BlockMerger().write(job, sources);
            if (result.orElseThrow().stats().samples() != (long) SERIES * STEPS) {
                throw new IllegalStateException("samples were lost: " + result);
            }
        } finally {
            blocks.forEach(Block::close);
        }
    }

    private static Size size(Path blocks) throws IOException {
        return new Size(
                sum(blocks, file -> file.endsWith("index")),
                sum(blocks, file -> file.getParent().endsWith("chunks")));
    }

    private static long sum(Path blocks, Predicate<Path> counted) throws IOException {
        long sum = 0;
        try (Stream<Path> files = Files.walk(blocks)) {
            for (Path file : files.filter(Files::isRegularFile).filter(counted).toList()) {
                sum += Files.size(file);
            }
        }
        return sum;
    }
}
