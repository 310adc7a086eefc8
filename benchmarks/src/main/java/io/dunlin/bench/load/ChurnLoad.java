package io.dunlin.bench.load;

import java.io.IOException;

/**
 * A stable load with one-shot series between its steps: each step has all stable series, and the one-shot series of the
 * interval before it, spread evenly over that.
 */
public final class ChurnLoad {
    private final GeneratedLoad stable;
    private final RequestLoad oneShots;
    private final int perStep;
    private final int perSecond;

    /**
     * Makes the load.
     *
     * @param stable steps every {@code intervalSeconds}
     * @param perSecond one-shot series a second of data time; 0 for none
     */
    public ChurnLoad(GeneratedLoad stable, RequestLoad oneShots, int perSecond, int intervalSeconds) {
        this.stable = stable;
        this.oneShots = oneShots;
        this.perSecond = perSecond;
        this.perStep = perSecond * intervalSeconds;
    }

    /** Returns the requests of the steps {@code [from, to)}. */
    public RequestSource steps(long from, long to) {
        int stableRequests = stable.requestsPerStep();
        int requests =
                stableRequests + (perStep + GeneratedLoad.SERIES_PER_REQUEST - 1) / GeneratedLoad.SERIES_PER_REQUEST;
        return (lane, lanes) -> new RequestSource.Lane() {
            private final RequestEncoder encoder = new RequestEncoder();
            private long step = from;
            private int request = lane;

            @Override
            public EncodedRequest next() throws IOException {
                if (request >= requests) {
                    step++;
                    request = lane;
                }
                if (step >= to || request >= requests) {
                    return null;
                }
                int part = request - stableRequests;
                long stepsBefore = (step - from) * (stable.load().size() + perStep);
                EncodedRequest next = part < 0
                        ? stable.encode(encoder, step, request)
                                .behind(stepsBefore + (long) request * GeneratedLoad.SERIES_PER_REQUEST)
                        : oneShots(encoder, step, part)
                                .behind(stepsBefore
                                        + stable.load().size()
                                        + (long) part * GeneratedLoad.SERIES_PER_REQUEST);
                request += lanes;
                return next;
            }
        };
    }

    private EncodedRequest oneShots(RequestEncoder encoder, long step, int part) throws IOException {
        int first = part * GeneratedLoad.SERIES_PER_REQUEST;
        int end = Math.min(first + GeneratedLoad.SERIES_PER_REQUEST, perStep);
        encoder.begin();
        for (int i = first; i < end; i++) {
            int series = series(step, i);
            encoder.add(encoder.encodeLabels(oneShots.labels(series)), time(series), oneShots.value(series, 0));
        }
        return new EncodedRequest(end - first, encoder.finish(), 0);
    }

    private int series(long step, int numberInStep) {
        return Math.toIntExact(step * perStep + numberInStep);
    }

    /** Returns when a one-shot series has its sample, in Unix milliseconds. */
    public long time(int series) {
        long step = series / perStep;
        int numberInStep = series % perStep;
        return stable.time(step) - (perStep - numberInStep) * 1000L / perSecond;
    }

    /** Returns how many one-shot series the first steps have. */
    public int oneShotsBefore(long step) {
        return series(step, 0);
    }
}
