package io.dunlin.http.endpoint;

import io.dunlin.http.querylog.QueryObserver;
import io.dunlin.promql.engine.QueryEngine;
import io.dunlin.tsdb.storage.Storage;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * What the endpoints stand on.
 *
 * @param storage where series are
 * @param engine what evaluates PromQL
 * @param language what parses and prints PromQL without evaluating it
 * @param queryTimeout the longest time a query may take, its wait for a thread included
 * @param queries is told of each query
 * @param metadata what is known of metric families
 * @param database what the database says of itself
 * @param admin what an administrator may do to the database, if anything
 * @param info what the server says of itself
 * @param selfMetrics the page that a Prometheus scrapes
 * @param clock the time of queries that name none
 */
public record ApiServices(
        Storage storage,
        QueryEngine engine,
        QueryLanguage language,
        Duration queryTimeout,
        QueryObserver queries,
        MetadataSource metadata,
        DatabaseStatus database,
        Optional<DatabaseAdmin> admin,
        ServerInfo info,
        SelfMetrics selfMetrics,
        Clock clock) {
    /** Returns the same with other series and another engine, of which no one is told what they are asked. */
    public ApiServices over(Storage otherStorage, QueryEngine otherEngine) {
        return new ApiServices(
                otherStorage,
                otherEngine,
                language,
                queryTimeout,
                QueryObserver.NONE,
                metadata,
                database,
                admin,
                info,
                selfMetrics,
                clock);
    }
}
