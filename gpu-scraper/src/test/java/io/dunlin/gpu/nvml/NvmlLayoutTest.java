package io.dunlin.gpu.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The sizes, offsets and constants of the binding, compared with what a C compiler makes of the same structs. With {@code
 * -Ddunlin.nvml.header=…/nvml.h} they are compared with NVIDIA's own header.
 */
class NvmlLayoutTest {
    private static final Map<String, Long> EXPECTED = new HashMap<>();

    @BeforeAll
    static void askTheCompiler() throws Exception {
        String header = System.getProperty("dunlin.nvml.header", "");
        List<String> options = new ArrayList<>();
        if (!header.isEmpty()) {
            options.add("-DNVML_HEADER=\"" + Path.of(header).toAbsolutePath() + "\"");
        }
        Path program = CCompiler.target().resolve("nvml-layout");
        CCompiler.compile("nvml_layout.c", program, options.toArray(new String[0]));
        CCompiler.run(List.of(program.toString()))
                .lines()
                .map(line -> line.split(" "))
                .forEach(words -> EXPECTED.put(words[0], Long.parseLong(words[1])));
    }

    private static void same(String name, long value) {
        assertThat(EXPECTED).as(name).containsEntry(name, value);
    }

    @Test
    void shouldReadMemoryAndPlaceAsTheHeaderSays() {
        same("nvmlMemory_t.total", NvmlLayout.MEMORY_TOTAL);
        same("nvmlMemory_t.free", NvmlLayout.MEMORY_FREE);
        same("nvmlMemory_t.used", NvmlLayout.MEMORY_USED);
        same("nvmlMemory_v2_t", NvmlLayout.MEMORY_V2_LENGTH);
        same("nvmlMemory_v2_t.version", NvmlLayout.MEMORY_V2_VERSION);
        same("nvmlMemory_v2_t.total", NvmlLayout.MEMORY_V2_TOTAL);
        same("nvmlMemory_v2_t.reserved", NvmlLayout.MEMORY_V2_RESERVED);
        same("nvmlMemory_v2_t.free", NvmlLayout.MEMORY_V2_FREE);
        same("nvmlMemory_v2_t.used", NvmlLayout.MEMORY_V2_USED);
        same("nvmlMemory_v2", NvmlLayout.MEMORY_V2_TAG);
        same("nvmlPciInfo_t.busId", NvmlLayout.PCI_BUS_ID);
        same("nvmlViolationTime_t.violationTime", Long.BYTES);
    }

    @Test
    void shouldReadLicensesAsTheHeaderSays() {
        same("nvmlGridLicensableFeature_t", NvmlLayout.LICENSE_LENGTH);
        same("nvmlGridLicensableFeature_t.featureState", NvmlLayout.LICENSE_STATE);
        same("nvmlGridLicensableFeatures_t.licensableFeaturesCount", NvmlLayout.LICENSE_COUNT);
        same("nvmlGridLicensableFeatures_t.gridLicensableFeatures", NvmlLayout.LICENSE_FIRST);
        same("NVML_GRID_LICENSE_FEATURE_MAX_COUNT", NvmlLayout.LICENSE_MOST);
    }

    @Test
    void shouldReadFieldValuesAsTheHeaderSays() {
        same("nvmlFieldValue_t", FieldValues.LENGTH);
        same("nvmlFieldValue_t.fieldId", FieldValues.FIELD_ID);
        same("nvmlFieldValue_t.scopeId", FieldValues.SCOPE_ID);
        same("nvmlFieldValue_t.valueType", FieldValues.VALUE_TYPE);
        same("nvmlFieldValue_t.nvmlReturn", FieldValues.RETURN);
        same("nvmlFieldValue_t.value", FieldValues.VALUE);
        inOrder(
                FieldValues.FIELDS,
                "NVML_FI_DEV_MEMORY_TEMP",
                "NVML_FI_DEV_NVLINK_THROUGHPUT_DATA_TX",
                "NVML_FI_DEV_NVLINK_THROUGHPUT_DATA_RX",
                "NVML_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL",
                "NVML_FI_DEV_NVLINK_CRC_DATA_ERROR_COUNT_TOTAL",
                "NVML_FI_DEV_NVLINK_REPLAY_ERROR_COUNT_TOTAL",
                "NVML_FI_DEV_NVLINK_RECOVERY_ERROR_COUNT_TOTAL");
    }

    @Test
    void shouldReadGpmAsTheHeaderSays() {
        same(
                "nvmlGpmMetricsGet_t",
                GpmSampler.FIRST_METRIC + (long) GpmSampler.MOST_METRICS * GpmSampler.METRIC_LENGTH);
        same("nvmlGpmMetricsGet_t.version", GpmSampler.VERSION);
        same("nvmlGpmMetricsGet_t.numMetrics", GpmSampler.METRIC_COUNT);
        same("nvmlGpmMetricsGet_t.sample1", GpmSampler.SAMPLE_1);
        same("nvmlGpmMetricsGet_t.sample2", GpmSampler.SAMPLE_2);
        same("nvmlGpmMetricsGet_t.metrics", GpmSampler.FIRST_METRIC);
        same("nvmlGpmMetric_t", GpmSampler.METRIC_LENGTH);
        same("nvmlGpmMetric_t.metricId", GpmSampler.METRIC_ID);
        same("nvmlGpmMetric_t.nvmlReturn", GpmSampler.METRIC_RETURN);
        same("nvmlGpmMetric_t.value", GpmSampler.METRIC_VALUE);
        same("NVML_GPM_METRICS_GET_VERSION", GpmSampler.METRICS_GET_VERSION);
        same("NVML_GPM_SUPPORT_VERSION", GpmSampler.SUPPORT_VERSION);
        same("nvmlGpmSupport_t.isSupportedDevice", GpmSampler.IS_SUPPORTED);
        inOrder(
                GpmSampler.METRICS,
                "NVML_GPM_METRIC_GRAPHICS_UTIL",
                "NVML_GPM_METRIC_SM_UTIL",
                "NVML_GPM_METRIC_SM_OCCUPANCY",
                "NVML_GPM_METRIC_ANY_TENSOR_UTIL",
                "NVML_GPM_METRIC_DRAM_BW_UTIL",
                "NVML_GPM_METRIC_FP64_UTIL",
                "NVML_GPM_METRIC_FP32_UTIL",
                "NVML_GPM_METRIC_FP16_UTIL",
                "NVML_GPM_METRIC_PCIE_TX_PER_SEC",
                "NVML_GPM_METRIC_PCIE_RX_PER_SEC",
                "NVML_GPM_METRIC_NVLINK_TOTAL_TX_PER_SEC",
                "NVML_GPM_METRIC_NVLINK_TOTAL_RX_PER_SEC");
    }

    private static void inOrder(int[] values, String... names) {
        assertThat(values).hasSameSizeAs(names);
        for (int i = 0; i < names.length; i++) {
            same(names[i], values[i]);
        }
    }

    @Test
    void shouldReadProcessesAndEventsAsTheHeaderSays() {
        same("nvmlProcessInfo_t", ProcessReader.INFO_LENGTH);
        same("nvmlProcessInfo_t.pid", ProcessReader.INFO_PID);
        same("nvmlProcessInfo_t.usedGpuMemory", ProcessReader.INFO_MEMORY);
        same("nvmlProcessInfo_t.gpuInstanceId", ProcessReader.INFO_INSTANCE);
        same("nvmlProcessUtilizationSample_t", ProcessReader.SAMPLE_LENGTH);
        same("nvmlProcessUtilizationSample_t.pid", ProcessReader.SAMPLE_PID);
        same("nvmlProcessUtilizationSample_t.timeStamp", ProcessReader.SAMPLE_TIME);
        same("nvmlProcessUtilizationSample_t.smUtil", ProcessReader.SAMPLE_SM);
        same("nvmlEventData_t", XidWatcher.LENGTH);
        same("nvmlEventData_t.device", XidWatcher.DEVICE);
        same("nvmlEventData_t.eventType", XidWatcher.EVENT_TYPE);
        same("nvmlEventData_t.eventData", XidWatcher.EVENT_DATA);
        same("nvmlEventTypeXidCriticalError", XidWatcher.XID_CRITICAL_ERROR);
    }

    @Test
    void shouldReadFactsAsTheHeaderSays() {
        same("NVML_INFOROM_OEM", FactReader.INFOROM_OEM);
        same("NVML_INFOROM_ECC", FactReader.INFOROM_ECC);
        same("NVML_INFOROM_POWER", FactReader.INFOROM_POWER);
        String[] brands = {
            "UNKNOWN",
            "QUADRO",
            "TESLA",
            "NVS",
            "GRID",
            "GEFORCE",
            "TITAN",
            "NVIDIA_VAPPS",
            "NVIDIA_VPC",
            "NVIDIA_VCS",
            "NVIDIA_VWS",
            "NVIDIA_CLOUD_GAMING",
            "QUADRO_RTX",
            "NVIDIA_RTX",
            "NVIDIA",
            "GEFORCE_RTX",
            "TITAN_RTX"
        };
        assertThat(FactReader.BRANDS).hasSameSizeAs(brands);
        for (int i = 0; i < brands.length; i++) {
            same("NVML_BRAND_" + brands[i], i);
        }
        for (String text :
                List.of("SYSTEM_NVML_VERSION", "DEVICE_SERIAL", "DEVICE_INFOROM_VERSION", "DEVICE_VBIOS_VERSION")) {
            assertThat(EXPECTED.get("NVML_" + text + "_BUFFER_SIZE")).as(text).isBetween(1L, (long)
                    NvmlLayout.STRING_LENGTH);
        }
    }

    @Test
    void shouldPassConstantsAndKnowCodesAsTheHeaderSays() {
        same("NVML_TEMPERATURE_GPU", NvmlLayout.TEMPERATURE_GPU);
        same("NVML_CLOCK_SM", NvmlLayout.CLOCK_SM);
        same("NVML_CLOCK_MEM", NvmlLayout.CLOCK_MEM);
        same("NVML_ERROR_NOT_FOUND", ProcessReader.NOT_FOUND_CODE);
        same("NVML_ERROR_INSUFFICIENT_SIZE", NvmlReturn.INSUFFICIENT_SIZE_CODE);
        same("NVML_ERROR_TIMEOUT", NvmlReturn.TIMEOUT_CODE);
        Map<String, NvmlReturn> groups = Map.of(
                "UNINITIALIZED", NvmlReturn.UNINITIALIZED,
                "NOT_SUPPORTED", NvmlReturn.NOT_SUPPORTED,
                "NO_PERMISSION", NvmlReturn.NO_PERMISSION,
                "DRIVER_NOT_LOADED", NvmlReturn.DRIVER_NOT_LOADED,
                "FUNCTION_NOT_FOUND", NvmlReturn.FUNCTION_NOT_FOUND,
                "GPU_IS_LOST", NvmlReturn.GPU_IS_LOST,
                "RESET_REQUIRED", NvmlReturn.RESET_REQUIRED,
                "LIB_RM_VERSION_MISMATCH", NvmlReturn.LIBRARY_MISMATCH);
        groups.forEach((name, group) -> assertThat(
                        NvmlReturn.of(EXPECTED.get("NVML_ERROR_" + name).intValue()))
                .as(name)
                .isEqualTo(group));
    }
}
