package io.dunlin.tsdb.chunk;

import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.FloatHistogram.CounterResetHint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** The samples and chunks of {@code prometheus-3.14.txt.gz}. */
final class PrometheusChunks {
    private PrometheusChunks() {}

    /** One line: what was done, to which chunk. {@code histogram} is null for floats. */
    record Sample(String verb, long time, double value, FloatHistogram histogram) {}

    /** A chunk with what was put into it. */
    record Golden(String series, ChunkEncoding encoding, byte[] bytes, List<Sample> samples) {
        EncodedChunk chunk() {
            return new EncodedChunk().wrap(encoding, Region.ofHeap(bytes), 0, bytes.length);
        }

        @Override
        public String toString() {
            return series + " of " + samples.size() + " samples from t="
                    + samples.get(0).time();
        }
    }

    /** Returns all chunks in the order of the file. */
    static List<Golden> read() throws IOException {
        List<Golden> chunks = new ArrayList<>();
        List<Sample> samples = new ArrayList<>();
        String series = "";
        try (InputStream in = PrometheusChunks.class.getResourceAsStream("/golden/chunk/prometheus-3.14.txt.gz");
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ");
                switch (words[0]) {
                    case "SERIES" -> series = words[1];
                    case "CHUNK" -> {
                        // A sample that opens the next chunk is printed before the chunk it does not fit.
                        Sample opening = samples.get(samples.size() - 1);
                        boolean opens = isPrintedEarly(lines, opening);
                        List<Sample> own = opens ? samples.subList(0, samples.size() - 1) : samples;
                        chunks.add(new Golden(
                                series,
                                ChunkEncoding.ofCode(Integer.parseInt(words[1])),
                                HexFormat.of().parseHex(words[2]),
                                List.copyOf(own)));
                        samples = new ArrayList<>(opens ? List.of(asRefused(opening)) : List.of());
                    }
                    case "REFUSED" -> {}
                    default -> samples.add(sample(words[0], fields(words)));
                }
            }
        }
        return chunks;
    }

    private static boolean isPrintedEarly(BufferedReader lines, Sample opening) throws IOException {
        lines.mark(16);
        String next = lines.readLine();
        lines.reset();
        return opening.histogram() != null && "REFUSED".equals(next);
    }

    private static Sample asRefused(Sample sample) {
        return new Sample("REFUSED", sample.time(), sample.value(), sample.histogram());
    }

    private static Map<String, String> fields(String[] words) {
        Map<String, String> fields = new HashMap<>();
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            fields.put(words[i].substring(0, equals), words[i].substring(equals + 1));
        }
        return fields;
    }

    private static Sample sample(String verb, Map<String, String> fields) {
        long time = Long.parseLong(fields.get("t"));
        if (verb.equals("FLOAT")) {
            return new Sample(verb, time, number(fields.get("value")), null);
        }
        FloatHistogram histogram = new FloatHistogram(
                Integer.parseInt(fields.get("schema")),
                CounterResetHint.values()[Integer.parseInt(fields.get("hint"))],
                number(fields.get("threshold")),
                number(fields.get("zero")),
                number(fields.get("count")),
                number(fields.get("sum")),
                spans(fields.get("pspans")),
                numbers(fields.get("pbuckets")),
                spans(fields.get("nspans")),
                numbers(fields.get("nbuckets")),
                numbers(fields.get("custom")));
        return new Sample(verb, time, 0, histogram);
    }

    private static double number(String hex) {
        return Double.longBitsToDouble(Long.parseUnsignedLong(hex, 16));
    }

    private static double[] numbers(String list) {
        return list.isEmpty()
                ? new double[0]
                : Arrays.stream(list.split(","))
                        .mapToDouble(PrometheusChunks::number)
                        .toArray();
    }

    private static int[] spans(String list) {
        return list.isEmpty()
                ? new int[0]
                : Arrays.stream(list.split("[,:]")).mapToInt(Integer::parseInt).toArray();
    }
}
