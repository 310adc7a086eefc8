package io.dunlin.http.json;

import io.dunlin.promql.histogram.BucketCursor;
import io.dunlin.promql.number.GoFloatFormat;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.Labels;
import java.io.IOException;

/**
 * Writes the values of the Prometheus API in its forms: times are bare numbers in seconds, sample values are strings in
 * Go's shortest form, labels an object in label-name order. Not thread-safe.
 */
public final class PrometheusJson {
    private static final int UPPER_BELONGS = 0;
    private static final int LOWER_BELONGS = 1;
    private static final int NONE_BELONGS = 2;
    private static final int BOTH_BELONG = 3;

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

    /** Writes {@code [time, histogram]}. */
    public void point(long time, FloatHistogram histogram) throws IOException {
        json.beginArray();
        timestamp(time);
        histogram(histogram);
        json.endArray();
    }

    /**
     * Writes a histogram: its count, sum and populated buckets from the lowest up, each as {@code [bounds, "lower",
     * "upper", "count"]} where {@code bounds} says which of the two belong to the bucket: 0 the upper, 1 the lower, 2
     * none, 3 both.
     */
    public void histogram(FloatHistogram histogram) throws IOException {
        json.beginObject();
        json.key("count");
        sampleValue(histogram.count());
        json.key("sum");
        sampleValue(histogram.sum());
        boolean anyBucket = false;
        BucketCursor buckets = BucketCursor.ascending(histogram);
        while (buckets.next()) {
            if (buckets.count() == 0) {
                continue;
            }
            if (!anyBucket) {
                json.key("buckets").beginArray();
                anyBucket = true;
            }
            bucket(histogram, buckets);
        }
        if (anyBucket) {
            json.endArray();
        }
        json.endObject();
    }

    private void bucket(FloatHistogram histogram, BucketCursor bucket) throws IOException {
        json.beginArray();
        json.number(bounds(histogram.usesCustomBuckets(), bucket.lower(), bucket.upper()));
        sampleValue(bucket.lower());
        sampleValue(bucket.upper());
        sampleValue(bucket.count());
        json.endArray();
    }

    private static int bounds(boolean custom, double lower, double upper) {
        boolean lowerBelongs = custom ? lower == Double.NEGATIVE_INFINITY : lower < 0;
        boolean upperBelongs = custom || upper > 0;
        if (lower == upper || lowerBelongs && upperBelongs) {
            return BOTH_BELONG;
        }
        if (lowerBelongs) {
            return LOWER_BELONGS;
        }
        return upperBelongs ? UPPER_BELONGS : NONE_BELONGS;
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
