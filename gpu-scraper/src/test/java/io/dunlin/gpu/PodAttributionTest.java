package io.dunlin.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dunlin.gpu.nvml.GpuProcesses;
import io.dunlin.gpu.nvml.NvmlReading;
import io.dunlin.gpu.pod.PodContainer;
import io.dunlin.gpu.pod.PodResources;
import io.dunlin.gpu.pod.PodWatcher;
import io.dunlin.gpu.pod.ProcessOwners;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.StaleMarker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who uses which GPU: pods that hold devices, and processes in them, against an imitation kubelet and /proc. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PodAttributionTest {
    private static final long MIB = 1 << 20;
    private static final String GPU_0 = "GPU-00000000-0000-0000-0000-000000000000";
    private static final String GPU_1 = "GPU-00000000-0000-0000-0000-000000000001";

    @TempDir
    private Path directory;

    private FakeNvmlLibrary library;
    private FakeKubelet kubelet;
    private final RecordingStorage storage = new RecordingStorage();
    private GpuScrapeLoop scrape;

    @BeforeEach
    void start() throws Exception {
        library = FakeNvmlLibrary.get();
        library.reset(2);
        for (int gpu = 0; gpu < 2; gpu++) {
            library.set(gpu, NvmlReading.MEMORY, 80_000 * MIB, 500 * MIB, 40_000 * MIB, 39_500 * MIB);
            library.set(gpu, NvmlReading.UTILIZATION, 90, 40);
        }
        kubelet = new FakeKubelet(directory.resolve("kubelet.sock"));
        Files.createDirectories(directory.resolve("containers"));
    }

    @AfterEach
    void stop() {
        if (scrape != null) {
            scrape.close();
        }
        kubelet.close();
    }

    @Test
    void shouldReadWhatDevicePluginsAndDriversGave() throws IOException {
        kubelet.answer(
                FakeKubelet.pod("whole", "ml", "main", "nvidia.com/gpu", GPU_0),
                FakeKubelet.pod("replica", "ml", "main", "nvidia.com/gpu.shared", GPU_1 + "::3"),
                FakeKubelet.pod("old-mig", "ml", "main", "nvidia.com/mig-1g.10gb", "MIG-" + GPU_1 + "/7/0"),
                FakeKubelet.pod("gke", "ml", "main", "nvidia.com/gpu", "nvidia5/gi2/vgpu1"),
                FakeKubelet.pod("other", "ml", "main", "vendor.example/nic", "GPU-of-another-vendor"),
                FakeKubelet.claimingPod("dra", "ml", "main", "gpu-4", "k8s.gpu.nvidia.com/claim=0af3-gpu-4"));
        try (PodResources resources = new PodResources(directory.resolve("kubelet.sock"))) {
            var holders = resources.list();

            assertThat(holders.of(GPU_0, GPU_0, 0, -1)).containsExactly(new PodContainer("whole", "ml", "main"));
            assertThat(holders.of(GPU_1, GPU_1, 1, -1)).containsExactly(new PodContainer("replica", "ml", "main"));
            assertThat(holders.of("MIG-x", GPU_1, 1, 7)).containsExactly(new PodContainer("old-mig", "ml", "main"));
            assertThat(holders.of("MIG-y", "GPU-y", 5, 2)).containsExactly(new PodContainer("gke", "ml", "main"));
            assertThat(holders.of("GPU-z", "GPU-z", 4, -1)).containsExactly(new PodContainer("dra", "ml", "main"));
            assertThat(holders.all()).doesNotContain(new PodContainer("other", "ml", "main"));
        }
    }

    @Test
    void shouldReadAnAnswerLongerThanAWindowOfHttp2() throws IOException {
        byte[][] pods = new byte[4_000][];
        for (int i = 0; i < pods.length; i++) {
            pods[i] = FakeKubelet.pod("pod-" + i, "ml", "main", "nvidia.com/gpu.shared", GPU_1 + "::" + i);
        }
        kubelet.answer(pods);
        try (PodResources resources = new PodResources(directory.resolve("kubelet.sock"))) {
            assertThat(resources.list().of(GPU_1, GPU_1, 1, -1)).hasSize(pods.length);
        }
    }

    @Test
    void shouldSayWhatTheKubeletAnswered() throws IOException {
        kubelet.status("7");
        try (PodResources resources = new PodResources(directory.resolve("kubelet.sock"))) {
            assertThatThrownBy(resources::list)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("kubelet.sock")
                    .hasMessageContaining("grpc-status=7");
        }
        try (PodResources resources = new PodResources(directory.resolve("none.sock"))) {
            assertThatThrownBy(resources::list).isInstanceOf(IOException.class).hasMessageContaining("none.sock");
        }
    }

    @Test
    void shouldLabelADeviceThatOneContainerHoldsAndNoSharedOne() {
        kubelet.answer(
                FakeKubelet.pod("vllm-0", "serving", "engine", "nvidia.com/gpu", GPU_0),
                FakeKubelet.pod("a", "batch", "main", "nvidia.com/gpu.shared", GPU_1 + "::0"),
                FakeKubelet.pod("b", "batch", "main", "nvidia.com/gpu.shared", GPU_1 + "::1"));
        openWithHolders(3);
        RecordingAppender appender = scrapeOnce(1_000);

        assertThat(labels(appender, "DCGM_FI_DEV_FB_USED", 0))
                .containsEntry("pod", "vllm-0")
                .containsEntry("namespace", "serving")
                .containsEntry("container", "engine");
        assertThat(labels(appender, "DCGM_FI_DEV_FB_USED", 1)).doesNotContainKey("pod");
    }

    @Test
    void shouldNameAPodWhoseContainersShareADeviceAndNotTwoPodsOfOneName() {
        kubelet.answer(
                FakeKubelet.claimingPod("train", "ml", "main", "gpu-0", "k8s.gpu.nvidia.com/device=" + GPU_0),
                FakeKubelet.claimingPod("train", "ml", "sidecar", "gpu-0", "k8s.gpu.nvidia.com/device=" + GPU_0),
                FakeKubelet.pod("train", "ml", "main", "nvidia.com/gpu.shared", GPU_1 + "::0"),
                FakeKubelet.pod("train", "batch", "main", "nvidia.com/gpu.shared", GPU_1 + "::1"));
        openWithHolders(3);
        RecordingAppender appender = scrapeOnce(1_000);

        assertThat(labels(appender, "DCGM_FI_DEV_FB_USED", 0))
                .containsEntry("pod", "train")
                .containsEntry("namespace", "ml")
                .doesNotContainKey("container");
        assertThat(labels(appender, "DCGM_FI_DEV_FB_USED", 1)).doesNotContainKeys("pod", "namespace", "container");
    }

    @Test
    void shouldEndTheOldSeriesWhenADeviceChangesHands() {
        kubelet.answer(FakeKubelet.pod("first", "ml", "main", "nvidia.com/gpu", GPU_0));
        openWithHolders(1);
        scrapeOnce(1_000);
        kubelet.answer(FakeKubelet.pod("second", "ml", "main", "nvidia.com/gpu", GPU_0));

        long timestamp = 2_000;
        RecordingAppender appender = scrapeOnce(timestamp);
        while (appender.samples.keySet().stream().noneMatch(l -> l.get("pod").equals("second"))) {
            timestamp += 1_000;
            appender = scrapeOnce(timestamp);
        }

        assertThat(appender.samples.entrySet().stream()
                        .filter(e -> e.getKey().get("pod").equals("first"))
                        .map(Map.Entry::getValue))
                .isNotEmpty()
                .allMatch(StaleMarker::isStale);
    }

    @Test
    void shouldGiveEachPodItsShareOfASharedGpuWithinTheWhole() throws IOException {
        container("a", "batch", "main", 'a', 101);
        container("b", "batch", "main", 'b', 102, 103);
        library.process(1, 101, 10_000 * MIB, -1, 60);
        library.process(1, 102, 20_000 * MIB, -1, 50);
        library.process(1, 103, 5_000 * MIB, -1, 10);
        openWithHolders(0);
        RecordingAppender appender = scrapeOnce(1_000);

        assertThat(pod(appender, "dunlin_gpu_pod_memory_used_bytes", "a")).isEqualTo(10_000 * MIB);
        assertThat(pod(appender, "dunlin_gpu_pod_memory_used_bytes", "b")).isEqualTo(25_000 * MIB);
        assertThat(pod(appender, "dunlin_gpu_pod_sm_utilization", "a")).isEqualTo(60 * 0.75);
        assertThat(pod(appender, "dunlin_gpu_pod_sm_utilization", "b")).isEqualTo(60 * 0.75);
        Map<String, String> process = appender.samples.keySet().stream()
                .filter(l -> l.metricName().equals("dunlin_gpu_process_memory_used_bytes")
                        && l.get("pid").equals("103"))
                .findFirst()
                .map(PodAttributionTest::map)
                .orElseThrow();
        assertThat(process)
                .containsEntry("gpu", "1")
                .containsEntry("UUID", GPU_1)
                .containsEntry("command", "python3")
                .containsEntry("pod", "b")
                .containsEntry("namespace", "batch")
                .containsEntry("container", "main");
    }

    @Test
    void shouldEndTheSeriesOfProcessesThatEnd() throws IOException {
        container("a", "batch", "main", 'a', 101);
        library.process(0, 101, 10 * MIB, -1, 5);
        openWithHolders(0);
        scrapeOnce(1_000);
        library.noProcesses(0);
        RecordingAppender ended = scrapeOnce(2_000);
        RecordingAppender after = scrapeOnce(3_000);

        assertThat(StaleMarker.isStale(pod(ended, "dunlin_gpu_pod_memory_used_bytes", "a")))
                .isTrue();
        assertThat(ended.samples.keySet()).anyMatch(l -> l.metricName().equals("dunlin_gpu_process_sm_utilization"));
        assertThat(after.samples.keySet()).noneMatch(l -> l.metricName().startsWith("dunlin_gpu_"));
    }

    @Test
    void shouldAttributeProcessesOutsideKubernetesToThemselves() throws IOException {
        process(201, "0::/user.slice/user-1000.slice\n");
        library.process(0, 201, 7 * MIB, -1, 0);
        openWithHolders(0);
        RecordingAppender appender = scrapeOnce(1_000);

        Labels labels = appender.samples.keySet().stream()
                .filter(l -> l.metricName().equals("dunlin_gpu_process_memory_used_bytes"))
                .findFirst()
                .orElseThrow();
        assertThat(map(labels))
                .containsEntry("command", "python3")
                .containsEntry("pid", "201")
                .doesNotContainKey("pod");
        assertThat(labels.get("user")).isNotEmpty();
    }

    @Test
    void shouldNameWhatAProcessDoesAndCountItOnce() throws IOException {
        container("a", "batch", "main", 'a', 101);
        library.process(0, 101, 10 * MIB, -1, 5);
        library.processType(0, GpuProcesses.COMPUTE | GpuProcesses.MPS);
        library.process(0, 102, 20 * MIB, -1, 5);
        library.processType(0, GpuProcesses.GRAPHICS);
        library.process(0, 103, 30 * MIB, -1, 5);
        library.processType(0, GpuProcesses.MPS);
        openWithHolders(0);
        RecordingAppender appender = scrapeOnce(1_000);

        assertThat(appender.byLabel("dunlin_gpu_process_memory_used_bytes", 0, "type"))
                .isEqualTo(Map.of("M+C", 10.0 * MIB, "G", 20.0 * MIB, "M", 30.0 * MIB));
        assertThat(pod(appender, "dunlin_gpu_pod_memory_used_bytes", "a")).isEqualTo(10 * MIB);
    }

    @Test
    void shouldStopAskingForListsThatADeviceDoesNotHave() throws IOException {
        container("a", "batch", "main", 'a', 101);
        library.process(0, 101, 10 * MIB, -1, 5);
        library.processCode(0, 1, 3);
        library.processCode(0, 2, 3);
        openWithHolders(0);
        scrapeOnce(1_000);
        RecordingAppender appender = scrapeOnce(2_000);

        assertThat(pod(appender, "dunlin_gpu_pod_memory_used_bytes", "a")).isEqualTo(10 * MIB);
        assertThat(library.processCalls(0, 0)).isEqualTo(2);
        assertThat(library.processCalls(0, 1)).isEqualTo(1);
        assertThat(library.processCalls(0, 2)).isEqualTo(1);
    }

    @Test
    void shouldHoldAUtilizationBetweenTheDriversSamplesAndNoLonger() throws IOException {
        container("a", "batch", "main", 'a', 101);
        library.process(0, 101, 10 * MIB, -1, 60);
        library.sampleAge(100_000);
        openWithHolders(0);

        assertThat(pod(scrapeOnce(1_000), "dunlin_gpu_pod_sm_utilization", "a")).isEqualTo(60);
        assertThat(pod(scrapeOnce(1_100), "dunlin_gpu_pod_sm_utilization", "a")).isEqualTo(60);
        library.sampleAge(2_000_000);
        assertThat(pod(scrapeOnce(1_200), "dunlin_gpu_pod_sm_utilization", "a")).isZero();
    }

    @Test
    void shouldKeepAnyNumberOfSharesWithinTheWhole() throws IOException {
        Random random = new Random(7);
        openWithHolders(0);
        for (int pod = 0; pod < 12; pod++) {
            container("pod-" + pod, "batch", "main", String.format(Locale.ROOT, "%064x", pod), 500 + pod);
        }
        for (int round = 1; round <= 50; round++) {
            long used = random.nextInt(70_000) * MIB;
            int utilization = random.nextInt(101);
            library.set(1, NvmlReading.MEMORY, 80_000 * MIB, 0, 80_000 * MIB - used, used);
            library.set(1, NvmlReading.UTILIZATION, utilization, 40);
            library.noProcesses(1);
            for (int pod = 0; pod < 12; pod++) {
                library.process(1, 500 + pod, 1 + random.nextInt(20_000) * MIB, -1, random.nextInt(101));
            }
            RecordingAppender appender = scrapeOnce(round * 1_000L);

            assertThat(sum(appender, "dunlin_gpu_pod_memory_used_bytes")).isLessThanOrEqualTo(used);
            assertThat(sum(appender, "dunlin_gpu_pod_sm_utilization")).isLessThanOrEqualTo(utilization);
        }
    }

    private static double sum(RecordingAppender appender, String metric) {
        Map<String, Double> shares = appender.byLabel(metric, 1, "pod");
        assertThat(shares).hasSize(12);
        return shares.values().stream().mapToDouble(Double::doubleValue).reduce(0, Double::sum);
    }

    @Test
    void shouldScrapeOnWhateverAProcessCallsItselfAndWhateverItHides() throws IOException {
        process(201, "0::/\n");
        Files.write(directory.resolve("proc").resolve("201").resolve("comm"), new byte[] {'x', (byte) 0xff, '\n'});
        process(202, "0::/\n");
        Files.delete(directory.resolve("proc").resolve("202").resolve("comm"));
        Files.createDirectory(directory.resolve("proc").resolve("202").resolve("comm"));
        library.process(0, 201, 7 * MIB, -1, 0);
        library.process(0, 202, 8 * MIB, -1, 0);
        openWithHolders(0);
        RecordingAppender appender = scrapeOnce(1_000);

        assertThat(appender.byLabel("dunlin_gpu_process_memory_used_bytes", 0, "command"))
                .isEqualTo(Map.of("x\ufffd", 7.0 * MIB, "", 8.0 * MIB));
        assertThat(scrape.status().failures()).isZero();
    }

    @Test
    void shouldTellMemoryAndActivityOfMigInstancesAndTheRestOfTheirBoard() throws IOException {
        library.mig(0, 2);
        library.setInstance(0, 0, NvmlReading.MEMORY, 10_000 * MIB, 10 * MIB, 4_000 * MIB, 5_990 * MIB);
        library.setInstance(0, 1, NvmlReading.MEMORY, 10_000 * MIB, 10 * MIB, 3_000 * MIB, 6_990 * MIB);
        library.setInstance(0, 1, NvmlReading.GPM, 81, 82, 83, 84, 85, 86, 87, 88, 91, 92, 93, 94);
        library.set(0, NvmlReading.TEMPERATURE, 60);
        container("m", "ml", "main", 'c', 301);
        library.process(0, 301, 100 * MIB, 8, 0);
        kubelet.answer(FakeKubelet.pod("m", "ml", "main", "nvidia.com/mig-1g.10gb", "MIG-" + GPU_0 + "/8/0"));
        openWithHolders(1);
        scrapeOnce(1_000);
        RecordingAppender appender = scrapeOnce(2_000);

        Map<String, Double> used = appender.byLabel("DCGM_FI_DEV_FB_USED", 0, "GPU_I_ID");
        assertThat(used).containsExactlyInAnyOrderEntriesOf(Map.of("7", 5_990.0, "8", 6_990.0));
        assertThat(appender.byLabel("DCGM_FI_PROF_GR_ENGINE_ACTIVE", 0, "GPU_I_ID"))
                .containsEntry("8", 0.81);
        assertThat(appender.byLabel("DCGM_FI_DEV_GPU_TEMP", 0, "GPU_I_ID")).containsExactlyEntriesOf(Map.of("", 60.0));
        assertThat(appender.byLabel("DCGM_FI_DEV_FB_USED", 0, "pod")).containsEntry("m", 6_990.0);
        assertThat(appender.byLabel("DCGM_FI_DEV_FB_USED", 0, "GPU_I_PROFILE")).containsKey("1g.10gb");
        assertThat(appender.byLabel("dunlin_gpu_pod_memory_used_bytes", 0, "GPU_I_ID"))
                .containsExactlyEntriesOf(Map.of("8", 100.0 * MIB));
        assertThat(appender.byLabel("dunlin_gpu_pod_sm_utilization", 0, "GPU_I_ID"))
                .isEmpty();
    }

    private void openWithHolders(int expected) {
        GpuOptions options = new GpuOptions(
                Duration.ofSeconds(1),
                library.path(),
                "node-1",
                Labels.empty(),
                GpuRows.standard(),
                true,
                directory.resolve("kubelet.sock"));
        PodWatcher pods = new PodWatcher(options.podResources(), 20);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (pods.holders().all().size() != expected) {
            assertThat(System.nanoTime()).as("holders=%s", pods.holders().all()).isLessThan(deadline);
            Thread.onSpinWait();
        }
        ProcessOwners owners = new ProcessOwners(directory.resolve("proc"), directory.resolve("containers"));
        scrape = new GpuScrapeLoop(storage, options, pods, owners, 5_000);
    }

    private void container(String pod, String namespace, String container, char id, int... pids) throws IOException {
        container(pod, namespace, container, String.valueOf(id).repeat(64), pids);
    }

    private void container(String pod, String namespace, String container, String containerId, int... pids)
            throws IOException {
        Files.createFile(directory
                .resolve("containers")
                .resolve(pod + "_" + namespace + "_" + container + "-" + containerId + ".log"));
        for (int pid : pids) {
            process(pid, "0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-" + containerId + ".scope\n");
        }
    }

    private void process(int pid, String cgroup) throws IOException {
        Path process = Files.createDirectories(directory.resolve("proc").resolve(Integer.toString(pid)));
        Files.writeString(process.resolve("comm"), "python3\n");
        Files.writeString(process.resolve("cgroup"), cgroup);
    }

    private RecordingAppender scrapeOnce(long timestamp) {
        scrape.scrape(timestamp);
        assertThat(storage.last().timestamp).isEqualTo(timestamp);
        return storage.last();
    }

    private static double pod(RecordingAppender appender, String metric, String pod) {
        return appender.samples.entrySet().stream()
                .filter(e -> e.getKey().metricName().equals(metric)
                        && e.getKey().get("pod").equals(pod))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no sample: metric=" + metric + " pod=" + pod));
    }

    private static Map<String, String> labels(RecordingAppender appender, String metric, int gpu) {
        List<Labels> found = appender.samples.keySet().stream()
                .filter(l -> l.metricName().equals(metric) && l.get("gpu").equals(Integer.toString(gpu)))
                .toList();
        assertThat(found).hasSize(1);
        return map(found.get(0));
    }

    private static Map<String, String> map(Labels labels) {
        Map<String, String> map = new java.util.TreeMap<>();
        labels.forEach(label -> map.put(label.name(), label.value()));
        return map;
    }
}
