package io.dunlin.promql.result;

import java.util.List;

/**
 * A query's value with what was noted on the way.
 *
 * @param value the value
 * @param warnings Prometheus's warnings with their positions, all of them, each once
 * @param infos Prometheus's infos with their positions, all of them, each once
 * @param statistics what the evaluation cost
 */
public record QueryResult(QueryValue value, List<String> warnings, List<String> infos, QueryStatistics statistics) {}
