package io.dunlin.server;

import io.dunlin.compaction.BlockMerger;
import io.dunlin.compaction.CompactionLoop;
import io.dunlin.compaction.CompactionPolicy;
import io.dunlin.compaction.CompactionThread;
import io.dunlin.compaction.DelayFile;
import io.dunlin.gpu.GpuScraper;
import io.dunlin.http.HttpServer;
import io.dunlin.http.Readiness;
import io.dunlin.http.Route;
import io.dunlin.http.RouteTable;
import io.dunlin.http.ServerOptions;
import io.dunlin.http.Workload;
import io.dunlin.http.endpoint.ApiRoutes;
import io.dunlin.http.endpoint.ApiServices;
import io.dunlin.http.endpoint.PromqlText;
import io.dunlin.promql.engine.PromqlEngine;
import io.dunlin.promql.engine.QueryEngine;
import io.dunlin.promql.parser.ParserOptions;
import io.dunlin.remotewrite.WriteHandler;
import io.dunlin.remotewrite.WriteLimits;
import io.dunlin.server.config.Config;
import io.dunlin.server.derived.KeptLabelAnswers;
import io.dunlin.server.metrics.CompactionMetrics;
import io.dunlin.server.metrics.DerivedMetrics;
import io.dunlin.server.metrics.GpuMetrics;
import io.dunlin.server.metrics.HttpMetrics;
import io.dunlin.server.metrics.ProcessMetrics;
import io.dunlin.server.metrics.StorageMetrics;
import io.dunlin.server.metrics.WriteMetrics;
import io.dunlin.server.warmup.WarmUp;
import io.dunlin.tsdb.Tsdb;
import io.dunlin.tsdb.TsdbOptions;
import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.memory.MissingJvmOptionException;
import io.dunlin.tsdb.storage.StorageException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All parts of a running server. They open in the order of {@link #start} and close in the reverse order, but the database,
 * which is opened beside the others; the port answers first, so that a client sees "not ready" and not a refused connection
 * while the data are recovered.
 */
final class DunlinServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DunlinServer.class);

    /** A block that another program puts into the directory is served within this time. */
    private static final Duration COMPACTION_INTERVAL = Duration.ofSeconds(30);

    private static final int COMPACTIONS_PER_EPOCH = 4;
    private static final String OTHER_ADDRESS = " (--web.listen-address names another address)";

    private final ServerSettings settings;
    private final Clock clock = Clock.systemUTC();
    private final Lifecycle lifecycle = new Lifecycle();
    private final LateStorage storage = new LateStorage();
    private final SelfMetricsPage selfMetrics = new SelfMetricsPage();
    private final TsdbAdmin admin = new TsdbAdmin(clock);
    private final QueryTracking queries = new QueryTracking(clock);
    private final HttpMetrics httpMetrics = new HttpMetrics();
    private HttpServer http;

    private DunlinServer(ServerSettings settings) {
        this.settings = settings;
    }

    /**
     * Starts a server; returns when it is ready.
     *
     * @throws StartException when a part cannot start; those before it are closed again
     */
    static DunlinServer start(ServerSettings settings) throws StartException {
        DunlinServer server = new DunlinServer(settings);
        boolean started = false;
        try {
            server.openParts();
            started = true;
            return server;
        } finally {
            if (!started) {
                server.close();
            }
        }
    }

    private void openParts() throws StartException {
        checkAddress();
        CompletableFuture<Tsdb> database = openDatabase();
        lifecycle.add("database", () -> close(database));
        WriteHandler writes = new WriteHandler(storage, clock, WriteLimits.defaults());
        QueryEngine engine = lifecycle.add("query engine", new PromqlEngine(settings.engine()));
        Optional<GpuScraper> scraper = scraper();
        ApiServices services = services(engine);
        List<Route> routes = routes(writes, services);
        scraper.ifPresent(gpu -> routes.add(GpuScraping.page(gpu)));
        http = lifecycle.add("http server", listen(routes));
        log.info("Listening: url={}", ListenAddress.url(http.address()));
        WarmUp warmUp = lifecycle.add("warm-up", WarmUp.start(services, httpMetrics::answered));
        Tsdb tsdb = opened(database);
        storage.open(tsdb);
        openQueryTracking();
        selfMetrics.add(new ProcessMetrics());
        selfMetrics.add(new StorageMetrics(tsdb, settings.storage().limits()));
        selfMetrics.add(new WriteMetrics(writes.stats()));
        selfMetrics.add(httpMetrics);
        selfMetrics.add(queries);
        KeptLabelAnswers answers = labelAnswers(tsdb);
        startCompaction(tsdb);
        scraper.ifPresent(this::start);
        // Closed first: no request may be at work when the database closes.
        lifecycle.add("requests", http);
        lifecycle.add("warm-up", warmUp);
        http.readiness(Readiness.READY);
        answers.start();
        log.info(
                "Ready: url={} data={}",
                ListenAddress.url(http.address()),
                settings.storage().directory());
        lifecycle.add("heap trimming", HeapTrimming.start());
    }

    private ApiServices services(QueryEngine engine) {
        return new ApiServices(
                storage,
                engine,
                new PromqlText(ParserOptions.withFeatures(settings.engine().parserFeatures())),
                settings.engine().timeout(),
                queries,
                storage::metadata,
                storage,
                settings.adminApi() ? Optional.of(admin) : Optional.empty(),
                new RunningServer(settings, clock.instant(), storage::corruptions),
                selfMetrics,
                clock);
    }

    private List<Route> routes(WriteHandler writes, ApiServices services) {
        List<Route> routes = new ArrayList<>(ApiRoutes.of(services));
        routes.add(Route.protocol(
                "/api/v1/write",
                Workload.WRITE,
                WriteLimits.defaults().maxCompressedBytes(),
                new WriteEndpoint(writes)));
        return routes;
    }

    /** Where another program has the address, nothing of the data directory is touched. */
    private void checkAddress() throws StartException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(settings.address());
        } catch (IOException e) {
            throw new StartException(
                    "cannot listen on " + settings.address() + ": " + e.getMessage() + OTHER_ADDRESS, e);
        }
    }

    private HttpServer listen(List<Route> routes) throws StartException {
        try {
            ServerOptions options = ServerOptions.at(settings.address())
                    .withQueryThreads(settings.engine().maxConcurrency());
            return HttpServer.start(options, new RouteTable(routes), httpMetrics);
        } catch (IOException e) {
            throw new StartException(e.getMessage() + OTHER_ADDRESS, e);
        }
    }

    /** Opens the database on a thread of its own: loading the classes of the other parts takes a core for a while. */
    private CompletableFuture<Tsdb> openDatabase() {
        TsdbOptions options = TsdbOptions.DEFAULT
                .withMinBlockDuration(settings.storage().minBlock())
                .withOutOfOrderWindow(
                        settings.config().config().storage().tsdb().outOfOrderTimeWindow())
                .withCompactor(new BlockMerger())
                .withLimits(settings.storage().limits())
                .withMemoryLimit(settings.storage().memory())
                .withClock(clock);
        return CompletableFuture.supplyAsync(
                () -> Tsdb.open(settings.storage().directory(), options, storage::replaying),
                open -> new Thread(open, "dunlin-open").start());
    }

    private static Tsdb opened(CompletableFuture<Tsdb> database) throws StartException {
        try {
            return database.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StorageException || e.getCause() instanceof MissingJvmOptionException) {
                throw new StartException(e.getCause().getMessage(), e.getCause());
            }
            throw e;
        }
    }

    /** Waits until the database is open, and closes it; one that could not be opened needs no closing. */
    private static void close(CompletableFuture<Tsdb> database) throws IOException {
        Tsdb tsdb = database.handle((opened, failure) -> opened).join();
        if (tsdb != null) {
            tsdb.close();
        }
    }

    private KeptLabelAnswers labelAnswers(Tsdb tsdb) {
        ServerSettings.StorageSettings kept = settings.storage();
        KeptLabelAnswers answers = lifecycle.add(
                "label answers",
                new KeptLabelAnswers(kept.directory().resolve("derived"), kept.labelAnswers(), storage::ulids));
        tsdb.answerFrom(answers);
        selfMetrics.add(new DerivedMetrics(answers));
        return answers;
    }

    private void openQueryTracking() throws StartException {
        try {
            lifecycle
                    .add("query tracking", queries)
                    .open(settings.storage().directory(), settings.engine().maxConcurrency(), settings.queryLogFile());
        } catch (IOException e) {
            throw new StartException(e.getMessage(), e);
        }
    }

    private void startCompaction(Tsdb tsdb) {
        ServerSettings.StorageSettings kept = settings.storage();
        CompactionMetrics metrics = new CompactionMetrics();
        selfMetrics.add(metrics);
        CompactionLoop.Rules rules = new CompactionLoop.Rules(
                CompactionPolicy.between(
                        kept.minBlock().toMillis(), kept.maxBlock().toMillis()),
                kept.retention(),
                tsdb::headBytes,
                waiting(kept));
        CompactionLoop loop = new CompactionLoop(tsdb.blocks(), new BlockMerger(), tsdb.workplace(), rules, metrics);
        admin.open(tsdb, loop);
        Duration part = kept.minBlock().dividedBy(COMPACTIONS_PER_EPOCH);
        Duration interval = part.compareTo(COMPACTION_INTERVAL) < 0 ? part : COMPACTION_INTERVAL;
        CompactionThread thread = lifecycle.add("compaction", new CompactionThread(loop, interval));
        tsdb.blocks().whenAdded(thread::wake);
    }

    private Predicate<Ulid> waiting(ServerSettings.StorageSettings kept) {
        return kept.uploaded()
                .map(file -> (Predicate<Ulid>) new DelayFile(Disk.system(), file, clock))
                .orElse(ulid -> false);
    }

    private Optional<GpuScraper> scraper() throws StartException {
        Config.Gpu gpu = settings.config().config().gpu();
        return gpu.enabled() ? Optional.of(GpuScraping.scraper(gpu, storage, clock)) : Optional.empty();
    }

    private void start(GpuScraper scraper) {
        lifecycle.add("gpu scraper", scraper).start();
        selfMetrics.add(new GpuMetrics(scraper::status));
    }

    /** Returns where it listens. */
    InetSocketAddress address() {
        return http.address();
    }

    /** Stops taking requests, lets those at work end, and closes everything. Idempotent. */
    @Override
    public void close() {
        lifecycle.close();
    }
}
