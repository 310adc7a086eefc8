package io.dunlin.http.querylog;

import io.dunlin.promql.result.QueryStatistics;

/**
 * A query that has ended. Times are Unix milliseconds.
 *
 * @param query the PromQL text
 * @param start the first evaluation time
 * @param end the bound of the last evaluation time
 * @param step the distance of evaluation times in milliseconds, 0 for an instant query
 * @param origin who asked
 * @param statistics what it cost; of a failed query only the time is known
 * @param error why there is no result, or the empty string
 */
public record QueryEvent(
        String query, long start, long end, long step, Origin origin, QueryStatistics statistics, String error) {
    /**
     * Who asked.
     *
     * @param clientAddress the address that the request came from
     * @param method the HTTP method
     * @param path the path of the URL
     */
    public record Origin(String clientAddress, String method, String path) {}
}
