package io.dunlin.http.querylog;

import io.dunlin.http.json.JsonWriter;
import io.dunlin.http.json.PrometheusJson;
import io.dunlin.http.json.StatisticsJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes finished queries to a file, a line of JSON each, in Prometheus's form: {@code params}, {@code stats},
 * {@code httpRequest}, {@code error} where there is one, and the time as {@code ts}, which Prometheus 2 wrote, and as
 * {@code time}, which Prometheus 3 writes. Lines are appended, so the file may be cut or renamed by others; one that can't
 * be written is counted and the first of such failures in a row is logged. Thread-safe.
 */
public final class QueryLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueryLog.class);
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final long MILLIS_PER_SECOND = 1000;

    private final Path path;
    private final FileChannel file;
    private final Clock clock;
    private final AtomicLong failures = new AtomicLong();
    private boolean failing;

    private QueryLog(Path path, FileChannel file, Clock clock) {
        this.path = path;
        this.file = file;
        this.clock = clock;
    }

    /**
     * Opens a log behind what its file holds already.
     *
     * @throws IOException when the file can't be opened; the message names it
     */
    public static QueryLog open(Path path, Clock clock) throws IOException {
        try {
            FileChannel file = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
            return new QueryLog(path, file, clock);
        } catch (IOException e) {
            throw new IOException("can't open the query log: file=" + path + ": " + e, e);
        }
    }

    /** Writes one query. */
    public void write(QueryEvent event) {
        try {
            append(line(event));
        } catch (IOException e) {
            failed(e);
        }
    }

    private byte[] line(QueryEvent event) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (JsonWriter json = new JsonWriter(line)) {
            String now = MILLIS.format(clock.instant());
            json.beginObject();
            json.key("time").string(now).key("ts").string(now);
            json.key("level").string("INFO").key("msg").string("promql query logged");
            json.key("params").beginObject();
            json.key("end").string(date(event.end()));
            json.key("query").string(event.query());
            json.key("start").string(date(event.start()));
            json.key("step").number(event.step() / MILLIS_PER_SECOND);
            json.endObject();
            if (!event.error().isEmpty()) {
                json.key("error").string(event.error());
            }
            StatisticsJson.write(event.statistics(), event.start(), event.step(), new PrometheusJson(json));
            json.key("httpRequest").beginObject();
            json.key("clientIP").string(event.origin().clientAddress());
            json.key("method").string(event.origin().method());
            json.key("path").string(event.origin().path());
            json.endObject();
            json.endObject();
        }
        line.write('\n');
        return line.toByteArray();
    }

    private static String date(long millis) {
        return MILLIS.format(Instant.ofEpochMilli(millis));
    }

    private synchronized void append(byte[] line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(line);
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
        failing = false;
    }

    private synchronized void failed(IOException failure) {
        failures.incrementAndGet();
        if (!failing) {
            LOG.warn("Can't write the query log: file={} reason={}", path, failure.toString());
        }
        failing = true;
    }

    /** Returns how many queries could not be written. */
    public long failures() {
        return failures.get();
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
