package io.dunlin.http.endpoint;

import io.dunlin.http.ApiException;
import io.dunlin.http.ErrorType;
import io.dunlin.http.Parameters;
import io.dunlin.http.Request;
import io.dunlin.http.Response;
import io.dunlin.promql.engine.Cancellation;
import io.dunlin.promql.engine.QueryOptions;
import io.dunlin.promql.result.QueryException;
import io.dunlin.promql.result.QueryResult;
import io.dunlin.tsdb.storage.StorageException;
import io.dunlin.tsdb.storage.View;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What instant and range queries have in common: options, time limit, cancellation, the frame of the result. */
final class QueryCall {
    private static final String STATS_TRUE = "true";
    private static final String STATS_ALL = "all";

    private final ApiServices services;
    private final Request request;
    private final Parameters parameters;

    QueryCall(ApiServices services, Request request) {
        this.services = services;
        this.request = request;
        this.parameters = request.parameters();
    }

    /** Evaluates on a view. */
    @FunctionalInterface
    interface Evaluation {
        QueryResult on(View view);
    }

    /**
     * Returns the engine's options.
     *
     * @throws ApiException when a parameter cannot be understood, or the time is over before the query began
     */
    QueryOptions options() {
        Duration timeout = timeLeft();
        Duration lookback = Duration.ofMillis(lookbackDelta());
        Cancellation cancellation = new Cancellation();
        request.cancellation().onCancel(cancellation::cancel);
        return new QueryOptions(lookback, timeout, parameters.get("stats").equals(STATS_ALL), cancellation);
    }

    private Duration timeLeft() {
        Duration allowed = services.queryTimeout();
        if (!parameters.get("timeout").isEmpty()) {
            Duration asked = Duration.ofMillis(ApiParameters.duration(parameters, "timeout"));
            allowed = asked.compareTo(allowed) < 0 ? asked : allowed;
        }
        Duration left = allowed.minusNanos(System.nanoTime() - request.arrivalNanos());
        if (left.isNegative() || left.isZero()) {
            throw new ApiException(ErrorType.TIMEOUT, "query timed out in query queue");
        }
        return left;
    }

    private long lookbackDelta() {
        String text = parameters.get("lookback_delta");
        try {
            return text.isEmpty() ? 0 : ApiDuration.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ApiException(ErrorType.BAD_DATA, "error parsing lookback delta duration: " + e.getMessage());
        }
    }

    /** Evaluates on the newest view. */
    QueryResult evaluate(Evaluation evaluation) {
        if (request.cancellation().isCancelled()) {
            throw new ApiException(ErrorType.CANCELED, "query was canceled in query queue");
        }
        try (View view = services.storage().view()) {
            return evaluation.on(view);
        } catch (QueryException e) {
            throw QueryErrors.of(e);
        } catch (StorageException e) {
            throw QueryErrors.of(e);
        }
    }

    /**
     * Answers with a result.
     *
     * @param limit the most series, 0 for all
     * @param start the first evaluation time
     * @param step the distance of evaluation times
     */
    void answer(Response response, QueryResult result, int limit, long start, long step) throws IOException {
        String stats = parameters.get("stats");
        Envelope.write(
                response,
                out -> {
                    out.json().beginObject();
                    ResultJson.write(result.value(), limit, out);
                    if (!stats.isEmpty()) {
                        StatisticsJson.write(result.statistics(), start, step, out);
                    }
                    out.json().endObject();
                },
                warnings(result, limit, stats),
                result.infos());
    }

    private static List<String> warnings(QueryResult result, int limit, String stats) {
        List<String> warnings = new ArrayList<>(result.warnings());
        if (limit > 0 && ResultJson.seriesCount(result.value()) > limit) {
            warnings.add(Envelope.TRUNCATED);
        }
        if (!stats.isEmpty() && !stats.equals(STATS_TRUE) && !stats.equals(STATS_ALL)) {
            warnings.add(
                    "value " + GoNumber.quote(stats) + " for parameter \"stats\" is deprecated and will be rejected"
                            + " in the next major release, use \"true\" or \"all\"");
        }
        return warnings;
    }
}
