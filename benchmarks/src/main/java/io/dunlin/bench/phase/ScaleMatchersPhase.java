package io.dunlin.bench.phase;

import io.dunlin.bench.harness.Bench;
import io.dunlin.bench.harness.Measure;
import io.dunlin.bench.harness.Phase;
import io.dunlin.bench.harness.Sender;
import io.dunlin.bench.harness.Server;
import io.dunlin.bench.harness.ServerSpec;
import io.dunlin.bench.load.GeneratedLoad;
import io.dunlin.bench.load.LoadSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How a select's cost grows with its matchers: more equalities, more alternatives of a regex, more names excluded. */
final class ScaleMatchersPhase implements Phase {
    private static final int STEPS = 2;
    private static final List<String> EQUALITIES = List.of(
            "job=\"vllm\"",
            "namespace=\"serving\"",
            "engine=\"0\"",
            "stage=\"stage-7\"",
            "model_name=\"llama-3-70b\"",
            "__name__=\"vllm:stage_duration_seconds_bucket\"",
            "le=\"+Inf\"",
            "node=\"gpu-node-0\"");
    private static final int[] ALTERNATIVES = {1, 3, 10, 30, 100};

    @Override
    public String name() {
        return "scale-matchers";
    }

    @Override
    public String description() {
        return "cost of counting a selector's series against its matchers";
    }

    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public List<Measure> run(Bench bench) throws IOException, InterruptedException {
        GeneratedLoad load = new GeneratedLoad(bench.stableLoad(), bench.start(STEPS), Bench.INTERVAL);
        List<String> pods = pods(load.load());
        List<Measure> all = new ArrayList<>();
        for (ServerSpec spec : bench.servers()) {
            bench.say("scale-matchers: " + spec.name());
            try (Server server = Server.start(spec, bench.work())) {
                Sender.send(load.steps(0, STEPS), server);
                NewestSamples.await(server, bench, load.load().size());
                for (int count = 1; count <= EQUALITIES.size(); count++) {
                    String selector = String.join(",", EQUALITIES.subList(0, count));
                    all.add(measure(bench, server, "count by equalities", new Selector("matchers", count, selector)));
                }
                for (int count : ALTERNATIVES) {
                    String some = String.join("|", pods.subList(0, Math.min(count, pods.size())));
                    Selector any = new Selector("alternatives", count, "pod=~\"" + some + "\"");
                    Selector none = new Selector("alternatives", count, "job=\"vllm\",pod!~\"" + some + "\"");
                    all.add(measure(bench, server, "count by a regex", any));
                    all.add(measure(bench, server, "count by a negative regex", none));
                }
            }
        }
        return all;
    }

    private record Selector(String axis, int count, String matchers) {}

    private static Measure measure(Bench bench, Server server, String name, Selector selector)
            throws IOException, InterruptedException {
        Point point = new Point(selector.axis(), selector.count(), server.spec().name());
        Map<String, String> form =
                Map.of("query", "count({" + selector.matchers() + "})", "time", Long.toString(bench.end() / 1000));
        point.add(name, "ms", point.query(bench, server, form));
        return point.measures().get(0);
    }

    private static List<String> pods(LoadSet load) {
        Set<String> pods = new LinkedHashSet<>();
        for (int series = 0; series < load.size(); series++) {
            List<String> labels = load.labels(series);
            int name = labels.indexOf("pod");
            if (name >= 0) {
                pods.add(labels.get(name + 1));
            }
        }
        return List.copyOf(pods);
    }
}
