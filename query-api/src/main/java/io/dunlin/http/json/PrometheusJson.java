package io.dunlin.http.json;

import io.dunlin.promql.number.GoFloatFormat;
import io.dunlin.tsdb.model.Labels;
import java.io.IOException;

/**
 * Writes the values of the Prometheus API in its forms: times are bare numbers in seconds, sample values are strings in
 * Go's shortest form, labels an object in label-name order. Not thread-safe.
 */
public final class PrometheusJson {
    private final JsonWriter json;
    private final GoFloatFormat numbers = new GoFloatFormat();

    /** Makes a printer onto {@code json}. */
    public PrometheusJson(JsonWriter json) {
        this.json = json;
    }

    /** Returns the writer behind, for everything that is plain JSON. */
    public JsonWriter json() {
        return json;
    }

    /** Writes a label set as an object. */
    public void labels(Labels labels) throws IOException {
        json.beginObject();
        for (int i = 0; i < labels.size(); i++) {
            json.key(labels.name(i)).string(labels.value(i));
        }
        json.endObject();
    }

    /** Writes Unix milliseconds as seconds with up to three decimals. */
    public void timestamp(long millis) throws IOException {
        json.beginRaw(JsonNumbers.LONGEST_TIMESTAMP);
        json.position(JsonNumbers.timestamp(millis, json.page(), json.position()));
    }

    /** Writes a sample value as a string, with an exponent where it is very small or very large. */
    public void sampleValue(double value) throws IOException {
        json.beginRaw(GoFloatFormat.MAX_LENGTH + 2);
        byte[] page = json.page();
        int at = json.position();
        page[at] = '"';
        int end = numbers.sample(value, page, at + 1);
        page[end] = '"';
        json.position(end + 1);
    }

    /** Writes a scalar result's value as a string that never has an exponent. */
    public void scalarValue(double value) throws IOException {
        json.string(GoFloatFormat.fixed(value));
    }

    /** Writes {@code [time, "value"]}. */
    public void point(long time, double value) throws IOException {
        json.beginArray();
        timestamp(time);
        sampleValue(value);
        json.endArray();
    }

    /** Writes an array of strings. */
    public void strings(Iterable<String> values) throws IOException {
        json.beginArray();
        for (String value : values) {
            json.string(value);
        }
        json.endArray();
    }
}
