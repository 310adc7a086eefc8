package io.dunlin.http.endpoint;

import io.dunlin.http.Request;
import io.dunlin.http.Response;
import io.dunlin.http.json.JsonTree;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code /targets}, {@code /targets/metadata}, {@code /scrape_pools}, {@code /alertmanagers}: Grafana and Thanos ask for
 * them. Samples come in by remote-write and GPUs have no address, so there is no target, and alerts are not sent.
 */
final class TargetsEndpoints {
    void targets(Request request, Response response) throws IOException {
        String state = request.parameters().get("state").toLowerCase(Locale.ROOT);
        SortedMap<String, Object> data = new TreeMap<>();
        data.put("activeTargets", List.of());
        boolean dropped = state.isEmpty() || state.equals("any") || state.equals("dropped");
        data.put("droppedTargetCounts", dropped ? Map.of() : null);
        data.put("droppedTargets", List.of());
        answer(response, data);
    }

    void metadata(Request request, Response response) throws IOException {
        MetadataEndpoint.number(request.parameters(), "limit");
        answer(response, List.of());
    }

    void scrapePools(Request request, Response response) throws IOException {
        answer(response, Map.of("scrapePools", List.of()));
    }

    void alertmanagers(Request request, Response response) throws IOException {
        SortedMap<String, Object> data = new TreeMap<>();
        data.put("activeAlertmanagers", List.of());
        data.put("droppedAlertmanagers", List.of());
        answer(response, data);
    }

    private static void answer(Response response, Object data) throws IOException {
        Envelope.write(response, out -> JsonTree.write(data, out.json()));
    }
}
