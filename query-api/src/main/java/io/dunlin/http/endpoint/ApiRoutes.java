package io.dunlin.http.endpoint;

import static io.dunlin.http.Workload.CONTROL;
import static io.dunlin.http.Workload.QUERY;
import static io.dunlin.http.Workload.SELECT;

import io.dunlin.http.Route;
import java.util.ArrayList;
import java.util.List;

/** The routes that this module answers, all of them in one list. */
public final class ApiRoutes {
    private ApiRoutes() {}

    /** Returns the routes over the given services. */
    public static List<Route> of(ApiServices services) {
        QueryLanguage language = services.language();
        List<Route> routes = new ArrayList<>();
        routes.add(Route.form("/api/v1/query", QUERY, new QueryEndpoint(services)));
        routes.add(Route.form("/api/v1/query_range", QUERY, new QueryRangeEndpoint(services)));
        routes.add(Route.form("/api/v1/query_exemplars", SELECT, new ExemplarsEndpoint(services)));
        routes.add(Route.form("/api/v1/format_query", SELECT, new FormatQueryEndpoint(language)));
        routes.add(Route.form("/api/v1/parse_query", SELECT, new ParseQueryEndpoint(language)));
        routes.add(Route.form("/api/v1/labels", SELECT, new LabelNamesEndpoint(services)));
        routes.add(Route.get("/api/v1/label/:name/values", SELECT, new LabelValuesEndpoint(services)));
        routes.add(Route.form("/api/v1/series", SELECT, new SeriesEndpoint(services)));
        routes.add(Route.get("/api/v1/metadata", SELECT, new MetadataEndpoint(services.metadata())));
        routes.add(Route.get("/api/v1/rules", CONTROL, new RulesEndpoint(language)));
        routes.add(Route.get(
                "/api/v1/alerts",
                CONTROL,
                (request, response) -> Envelope.write(
                        response,
                        out -> out.json()
                                .beginObject()
                                .key("alerts")
                                .beginArray()
                                .endArray()
                                .endObject())));
        addTargets(routes, new TargetsEndpoints());
        DatabaseEndpoints database = new DatabaseEndpoints(services.database());
        routes.add(Route.get("/api/v1/status/tsdb", SELECT, database::head));
        routes.add(Route.get("/api/v1/status/tsdb/blocks", SELECT, database::blocks));
        routes.add(Route.early("/api/v1/status/walreplay", database::replay));
        routes.add(Route.get(
                "/api/v1/features",
                CONTROL,
                new FeaturesEndpoint(language, services.admin().isPresent())));
        addAdmin(routes, new AdminEndpoints(services.admin(), language));
        addStatus(routes, new StatusEndpoints(services.info(), services.clock()));
        addPages(routes, new PageEndpoints(services.info(), services.selfMetrics()));
        return List.copyOf(routes);
    }

    private static void addAdmin(List<Route> routes, AdminEndpoints admin) {
        routes.add(Route.action("/api/v1/admin/tsdb/delete_series", SELECT, admin::deleteSeries));
        routes.add(Route.action("/api/v1/admin/tsdb/clean_tombstones", SELECT, admin::cleanTombstones));
        routes.add(Route.action("/api/v1/admin/tsdb/snapshot", SELECT, admin::snapshot));
    }

    private static void addTargets(List<Route> routes, TargetsEndpoints targets) {
        routes.add(Route.get("/api/v1/targets", CONTROL, targets::targets));
        routes.add(Route.get("/api/v1/targets/metadata", CONTROL, targets::metadata));
        routes.add(Route.get("/api/v1/scrape_pools", CONTROL, targets::scrapePools));
        routes.add(Route.get("/api/v1/alertmanagers", CONTROL, targets::alertmanagers));
    }

    private static void addStatus(List<Route> routes, StatusEndpoints status) {
        routes.add(Route.get("/api/v1/status/buildinfo", CONTROL, status::buildInfo));
        routes.add(Route.get("/api/v1/status/flags", CONTROL, status::flags));
        routes.add(Route.get("/api/v1/status/config", CONTROL, status::config));
        routes.add(Route.get("/api/v1/status/runtimeinfo", CONTROL, status::runtimeInfo));
    }

    private static void addPages(List<Route> routes, PageEndpoints pages) {
        routes.add(Route.page("/-/healthy", Route.Kind.ALWAYS, pages::healthy));
        routes.add(Route.page("/-/ready", Route.Kind.PAGE, pages::ready));
        routes.add(Route.page("/metrics", Route.Kind.ALWAYS, pages::metrics));
        routes.add(Route.page("/", Route.Kind.ALWAYS, pages::home));
    }
}
