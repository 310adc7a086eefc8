package io.dunlin.bench.load;

import java.io.IOException;

/**
 * Requests of a stable load, encoded while they are sent: for loads whose file would not fit the disk. Each step is one
 * sample of every series.
 */
public final class GeneratedLoad {
    /** Series a request. */
    public static final int SERIES_PER_REQUEST = 2000;

    private final LoadSet load;
    private final byte[][] labels;
    private final long start;
    private final long interval;

    /**
     * Encodes the labels of all series.
     *
     * @param start the time of step 0 in Unix milliseconds
     * @param interval the distance of steps in milliseconds
     */
    public GeneratedLoad(LoadSet load, long start, long interval) {
        this.load = load;
        this.start = start;
        this.interval = interval;
        RequestEncoder encoder = new RequestEncoder();
        labels = new byte[load.size()][];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = encoder.encodeLabels(load.labels(i));
        }
    }

    /** Returns the load that this encodes. */
    public LoadSet load() {
        return load;
    }

    /** Returns how many requests a step has. */
    public int requestsPerStep() {
        return (labels.length + SERIES_PER_REQUEST - 1) / SERIES_PER_REQUEST;
    }

    /** Returns the time of a step in Unix milliseconds. */
    public long time(long step) {
        return start + step * interval;
    }

    /** Returns the requests of the steps {@code [from, to)}. */
    public RequestSource steps(long from, long to) {
        return part(from, to, 0, requestsPerStep());
    }

    /** Returns the requests {@code [first, end)} of each of the first steps. */
    public RequestSource requests(int first, int end, long steps) {
        return part(0, steps, first, end);
    }

    private RequestSource part(long from, long to, int first, int end) {
        return (lane, lanes) -> new RequestSource.Lane() {
            private final RequestEncoder encoder = new RequestEncoder();
            private long step = from;
            private int request = first + lane;

            @Override
            public EncodedRequest next() throws IOException {
                if (request >= end) {
                    step++;
                    request = first + lane;
                }
                if (step >= to || request >= end) {
                    return null;
                }
                long before = (step - from) * seriesOf(first, end) + seriesOf(first, request);
                EncodedRequest next = encode(encoder, step, request).behind(before);
                request += lanes;
                return next;
            }
        };
    }

    /** Returns how many series the requests {@code [first, end)} of a step have. */
    private int seriesOf(int first, int end) {
        return Math.min(end * SERIES_PER_REQUEST, labels.length) - first * SERIES_PER_REQUEST;
    }

    /** Returns one request of a step, as if nothing were before it. */
    public EncodedRequest encode(RequestEncoder encoder, long step, int request) throws IOException {
        int first = request * SERIES_PER_REQUEST;
        int end = Math.min(first + SERIES_PER_REQUEST, labels.length);
        encoder.begin();
        for (int i = first; i < end; i++) {
            encoder.add(labels[i], time(step), load.value(i, step));
        }
        return new EncodedRequest(end - first, encoder.finish(), 0);
    }
}
