package io.dunlin.gpu;

import io.dunlin.gpu.nvml.NvmlReading;
import java.util.List;
import java.util.Locale;

/**
 * Every metric that can be read from a GPU, one row each. Names, types and units are dcgm-exporter's; what its default list
 * has switched on is switched on here.
 */
public enum GpuMetric {
    SM_CLOCK(
            Choice.DEFAULT,
            "DCGM_FI_DEV_SM_CLOCK",
            Kind.GAUGE,
            "SM clock frequency (in MHz).",
            GpuSource.from(NvmlReading.SM_CLOCK, 0)),
    MEM_CLOCK(
            Choice.DEFAULT,
            "DCGM_FI_DEV_MEM_CLOCK",
            Kind.GAUGE,
            "Memory clock frequency (in MHz).",
            GpuSource.from(NvmlReading.MEMORY_CLOCK, 0)),
    MEMORY_TEMP(
            Choice.DEFAULT,
            "DCGM_FI_DEV_MEMORY_TEMP",
            Kind.GAUGE,
            "Memory temperature (in C).",
            GpuSource.from(NvmlReading.FIELD_VALUES, 0)),
    GPU_TEMP(
            Choice.DEFAULT,
            "DCGM_FI_DEV_GPU_TEMP",
            Kind.GAUGE,
            "GPU temperature (in C).",
            GpuSource.from(NvmlReading.TEMPERATURE, 0)),
    POWER_USAGE(
            Choice.DEFAULT,
            "DCGM_FI_DEV_POWER_USAGE",
            Kind.GAUGE,
            "Power draw (in W).",
            GpuSource.from(NvmlReading.POWER, 0, GpuSource.Conversion.THOUSANDTHS)),
    TOTAL_ENERGY_CONSUMPTION(
            Choice.DEFAULT,
            "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION",
            Kind.COUNTER,
            "Total energy consumption since boot (in mJ).",
            GpuSource.from(NvmlReading.ENERGY, 0)),
    PCIE_REPLAY_COUNTER(
            Choice.DEFAULT,
            "DCGM_FI_DEV_PCIE_REPLAY_COUNTER",
            Kind.COUNTER,
            "Total number of PCIe retries.",
            GpuSource.from(NvmlReading.PCIE_REPLAY, 0)),
    GPU_UTIL(
            Choice.DEFAULT,
            "DCGM_FI_DEV_GPU_UTIL",
            Kind.GAUGE,
            "GPU utilization (in %).",
            GpuSource.from(NvmlReading.UTILIZATION, 0)),
    MEM_COPY_UTIL(
            Choice.DEFAULT,
            "DCGM_FI_DEV_MEM_COPY_UTIL",
            Kind.GAUGE,
            "Memory utilization (in %).",
            GpuSource.from(NvmlReading.UTILIZATION, 1)),
    ENC_UTIL(
            Choice.DEFAULT,
            "DCGM_FI_DEV_ENC_UTIL",
            Kind.GAUGE,
            "Encoder utilization (in %).",
            GpuSource.from(NvmlReading.ENCODER, 0)),
    DEC_UTIL(
            Choice.DEFAULT,
            "DCGM_FI_DEV_DEC_UTIL",
            Kind.GAUGE,
            "Decoder utilization (in %).",
            GpuSource.from(NvmlReading.DECODER, 0)),
    XID_ERRORS(
            Choice.DEFAULT,
            "DCGM_FI_DEV_XID_ERRORS",
            Kind.GAUGE,
            "Value of the last XID error encountered.",
            GpuSource.from(NvmlReading.XID, 0)),
    POWER_VIOLATION(
            Choice.OPTIONAL,
            "DCGM_FI_DEV_POWER_VIOLATION",
            Kind.COUNTER,
            "Throttling duration due to power constraints (in ns).",
            GpuSource.from(NvmlReading.VIOLATIONS, 0)),
    THERMAL_VIOLATION(
            Choice.OPTIONAL,
            "DCGM_FI_DEV_THERMAL_VIOLATION",
            Kind.COUNTER,
            "Throttling duration due to thermal constraints (in ns).",
            GpuSource.from(NvmlReading.VIOLATIONS, 1)),
    SYNC_BOOST_VIOLATION(
            Choice.OPTIONAL,
            "DCGM_FI_DEV_SYNC_BOOST_VIOLATION",
            Kind.COUNTER,
            "Throttling duration due to sync-boost constraints (in ns).",
            GpuSource.from(NvmlReading.VIOLATIONS, 2)),
    BOARD_LIMIT_VIOLATION(
            Choice.OPTIONAL,
            "DCGM_FI_DEV_BOARD_LIMIT_VIOLATION",
            Kind.COUNTER,
            "Throttling duration due to board limit constraints (in ns).",
            GpuSource.from(NvmlReading.VIOLATIONS, 3)),
    LOW_UTIL_VIOLATION(
            Choice.OPTIONAL,
            "DCGM_FI_DEV_LOW_UTIL_VIOLATION",
            Kind.COUNTER,
            "Throttling duration due to low utilization (in ns).",
            GpuSource.from(NvmlReading.VIOLATIONS, 4)),
    RELIABILITY_VIOLATION(
            Choice.OPTIONAL,
            "DCGM_FI_DEV_RELIABILITY_VIOLATION",
            Kind.COUNTER,
            "Throttling duration due to reliability constraints (in ns).",
            GpuSource.from(NvmlReading.VIOLATIONS, 5)),
    CLOCKS_EVENT_REASONS(
            Choice.OPTIONAL,
            "DCGM_FI_DEV_CLOCKS_EVENT_REASONS",
            Kind.GAUGE,
            "Current clocks event reasons (bit mask).",
            GpuSource.from(NvmlReading.CLOCKS_EVENT_REASONS, 0)),
    FB_FREE(
            Choice.DEFAULT,
            "DCGM_FI_DEV_FB_FREE",
            Kind.GAUGE,
            "Framebuffer memory free (in MiB).",
            GpuSource.from(NvmlReading.MEMORY, 2, GpuSource.Conversion.BYTES_TO_MIB)),
    FB_USED(
            Choice.DEFAULT,
            "DCGM_FI_DEV_FB_USED",
            Kind.GAUGE,
            "Framebuffer memory used (in MiB).",
            GpuSource.from(NvmlReading.MEMORY, 3, GpuSource.Conversion.BYTES_TO_MIB)),
    FB_RESERVED(
            Choice.DEFAULT,
            "DCGM_FI_DEV_FB_RESERVED",
            Kind.GAUGE,
            "Framebuffer memory reserved (in MiB).",
            GpuSource.from(NvmlReading.MEMORY, 1, GpuSource.Conversion.BYTES_TO_MIB)),
    ECC_SBE_VOL_TOTAL(
            Choice.OPTIONAL,
            "DCGM_FI_DEV_ECC_SBE_VOL_TOTAL",
            Kind.COUNTER,
            "Total number of single-bit volatile ECC errors.",
            GpuSource.from(NvmlReading.ECC_ERRORS, 0)),
    ECC_DBE_VOL_TOTAL(
            Choice.OPTIONAL,
            "DCGM_FI_DEV_ECC_DBE_VOL_TOTAL",
            Kind.COUNTER,
            "Total number of double-bit volatile ECC errors.",
            GpuSource.from(NvmlReading.ECC_ERRORS, 1)),
    ECC_SBE_AGG_TOTAL(
            Choice.OPTIONAL,
            "DCGM_FI_DEV_ECC_SBE_AGG_TOTAL",
            Kind.COUNTER,
            "Total number of single-bit persistent ECC errors.",
            GpuSource.from(NvmlReading.ECC_ERRORS, 2)),
    ECC_DBE_AGG_TOTAL(
            Choice.OPTIONAL,
            "DCGM_FI_DEV_ECC_DBE_AGG_TOTAL",
            Kind.COUNTER,
            "Total number of double-bit persistent ECC errors.",
            GpuSource.from(NvmlReading.ECC_ERRORS, 3)),
    RETIRED_SBE(
            Choice.OPTIONAL,
            "DCGM_FI_DEV_RETIRED_SBE",
            Kind.COUNTER,
            "Total number of retired pages due to single-bit errors.",
            GpuSource.from(NvmlReading.RETIRED_PAGES, 0)),
    RETIRED_DBE(
            Choice.OPTIONAL,
            "DCGM_FI_DEV_RETIRED_DBE",
            Kind.COUNTER,
            "Total number of retired pages due to double-bit errors.",
            GpuSource.from(NvmlReading.RETIRED_PAGES, 1)),
    RETIRED_PENDING(
            Choice.OPTIONAL,
            "DCGM_FI_DEV_RETIRED_PENDING",
            Kind.COUNTER,
            "Total number of pages pending retirement.",
            GpuSource.from(NvmlReading.RETIRED_PAGES, 2)),
    NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL(
            Choice.OPTIONAL,
            "DCGM_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL",
            Kind.COUNTER,
            "Total number of NVLink flow-control CRC errors.",
            GpuSource.from(NvmlReading.FIELD_VALUES, 3)),
    NVLINK_CRC_DATA_ERROR_COUNT_TOTAL(
            Choice.OPTIONAL,
            "DCGM_FI_DEV_NVLINK_CRC_DATA_ERROR_COUNT_TOTAL",
            Kind.COUNTER,
            "Total number of NVLink data CRC errors.",
            GpuSource.from(NvmlReading.FIELD_VALUES, 4)),
    NVLINK_REPLAY_ERROR_COUNT_TOTAL(
            Choice.OPTIONAL,
            "DCGM_FI_DEV_NVLINK_REPLAY_ERROR_COUNT_TOTAL",
            Kind.COUNTER,
            "Total number of NVLink retries.",
            GpuSource.from(NvmlReading.FIELD_VALUES, 5)),
    NVLINK_RECOVERY_ERROR_COUNT_TOTAL(
            Choice.OPTIONAL,
            "DCGM_FI_DEV_NVLINK_RECOVERY_ERROR_COUNT_TOTAL",
            Kind.COUNTER,
            "Total number of NVLink recovery errors.",
            GpuSource.from(NvmlReading.FIELD_VALUES, 6)),
    NVLINK_BANDWIDTH_TOTAL(
            Choice.DEFAULT,
            "DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL",
            Kind.COUNTER,
            "Total number of NVLink bandwidth counters for all lanes.",
            GpuSource.from(NvmlReading.FIELD_VALUES, 1, GpuSource.Conversion.SUM_WITH_NEXT)),
    NVLINK_BANDWIDTH_L0(
            Choice.OPTIONAL,
            "DCGM_FI_DEV_NVLINK_BANDWIDTH_L0",
            Kind.COUNTER,
            "Data sent and received over NVLink 0 (in KiB).",
            GpuSource.ofLink(0)),
    NVLINK_BANDWIDTH_L1(
            Choice.OPTIONAL,
            "DCGM_FI_DEV_NVLINK_BANDWIDTH_L1",
            Kind.COUNTER,
            "Data sent and received over NVLink 1 (in KiB).",
            GpuSource.ofLink(1)),
    NVLINK_BANDWIDTH_L2(
            Choice.OPTIONAL,
            "DCGM_FI_DEV_NVLINK_BANDWIDTH_L2",
            Kind.COUNTER,
            "Data sent and received over NVLink 2 (in KiB).",
            GpuSource.ofLink(2)),
    NVLINK_BANDWIDTH_L3(
            Choice.OPTIONAL,
            "DCGM_FI_DEV_NVLINK_BANDWIDTH_L3",
            Kind.COUNTER,
            "Data sent and received over NVLink 3 (in KiB).",
            GpuSource.ofLink(3)),
    NVLINK_BANDWIDTH_L4(
            Choice.OPTIONAL,
            "DCGM_FI_DEV_NVLINK_BANDWIDTH_L4",
            Kind.COUNTER,
            "Data sent and received over NVLink 4 (in KiB).",
            GpuSource.ofLink(4)),
    NVLINK_BANDWIDTH_L5(
            Choice.OPTIONAL,
            "DCGM_FI_DEV_NVLINK_BANDWIDTH_L5",
            Kind.COUNTER,
            "Data sent and received over NVLink 5 (in KiB).",
            GpuSource.ofLink(5)),
    NVLINK_BANDWIDTH_L6(
            Choice.OPTIONAL,
            "DCGM_FI_DEV_NVLINK_BANDWIDTH_L6",
            Kind.COUNTER,
            "Data sent and received over NVLink 6 (in KiB).",
            GpuSource.ofLink(6)),
    NVLINK_BANDWIDTH_L7(
            Choice.OPTIONAL,
            "DCGM_FI_DEV_NVLINK_BANDWIDTH_L7",
            Kind.COUNTER,
            "Data sent and received over NVLink 7 (in KiB).",
            GpuSource.ofLink(7)),
    NVLINK_BANDWIDTH_L8(
            Choice.OPTIONAL,
            "DCGM_FI_DEV_NVLINK_BANDWIDTH_L8",
            Kind.COUNTER,
            "Data sent and received over NVLink 8 (in KiB).",
            GpuSource.ofLink(8)),
    NVLINK_BANDWIDTH_L9(
            Choice.OPTIONAL,
            "DCGM_FI_DEV_NVLINK_BANDWIDTH_L9",
            Kind.COUNTER,
            "Data sent and received over NVLink 9 (in KiB).",
            GpuSource.ofLink(9)),
    NVLINK_BANDWIDTH_L10(
            Choice.OPTIONAL,
            "DCGM_FI_DEV_NVLINK_BANDWIDTH_L10",
            Kind.COUNTER,
            "Data sent and received over NVLink 10 (in KiB).",
            GpuSource.ofLink(10)),
    NVLINK_BANDWIDTH_L11(
            Choice.OPTIONAL,
            "DCGM_FI_DEV_NVLINK_BANDWIDTH_L11",
            Kind.COUNTER,
            "Data sent and received over NVLink 11 (in KiB).",
            GpuSource.ofLink(11)),
    NVLINK_BANDWIDTH_L12(
            Choice.OPTIONAL,
            "DCGM_FI_DEV_NVLINK_BANDWIDTH_L12",
            Kind.COUNTER,
            "Data sent and received over NVLink 12 (in KiB).",
            GpuSource.ofLink(12)),
    NVLINK_BANDWIDTH_L13(
            Choice.OPTIONAL,
            "DCGM_FI_DEV_NVLINK_BANDWIDTH_L13",
            Kind.COUNTER,
            "Data sent and received over NVLink 13 (in KiB).",
            GpuSource.ofLink(13)),
    NVLINK_BANDWIDTH_L14(
            Choice.OPTIONAL,
            "DCGM_FI_DEV_NVLINK_BANDWIDTH_L14",
            Kind.COUNTER,
            "Data sent and received over NVLink 14 (in KiB).",
            GpuSource.ofLink(14)),
    NVLINK_BANDWIDTH_L15(
            Choice.OPTIONAL,
            "DCGM_FI_DEV_NVLINK_BANDWIDTH_L15",
            Kind.COUNTER,
            "Data sent and received over NVLink 15 (in KiB).",
            GpuSource.ofLink(15)),
    NVLINK_BANDWIDTH_L16(
            Choice.OPTIONAL,
            "DCGM_FI_DEV_NVLINK_BANDWIDTH_L16",
            Kind.COUNTER,
            "Data sent and received over NVLink 16 (in KiB).",
            GpuSource.ofLink(16)),
    NVLINK_BANDWIDTH_L17(
            Choice.OPTIONAL,
            "DCGM_FI_DEV_NVLINK_BANDWIDTH_L17",
            Kind.COUNTER,
            "Data sent and received over NVLink 17 (in KiB).",
            GpuSource.ofLink(17)),
    VGPU_LICENSE_STATUS(
            Choice.DEFAULT,
            "DCGM_FI_DEV_VGPU_LICENSE_STATUS",
            Kind.GAUGE,
            "vGPU License status",
            GpuSource.from(NvmlReading.VGPU_LICENSE, 0)),
    UNCORRECTABLE_REMAPPED_ROWS(
            Choice.DEFAULT,
            "DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS",
            Kind.COUNTER,
            "Number of remapped rows for uncorrectable errors",
            GpuSource.from(NvmlReading.REMAPPED_ROWS, 1)),
    CORRECTABLE_REMAPPED_ROWS(
            Choice.DEFAULT,
            "DCGM_FI_DEV_CORRECTABLE_REMAPPED_ROWS",
            Kind.COUNTER,
            "Number of remapped rows for correctable errors",
            GpuSource.from(NvmlReading.REMAPPED_ROWS, 0)),
    ROW_REMAP_FAILURE(
            Choice.DEFAULT,
            "DCGM_FI_DEV_ROW_REMAP_FAILURE",
            Kind.GAUGE,
            "Whether remapping of rows has failed",
            GpuSource.from(NvmlReading.REMAPPED_ROWS, 3)),
    PROF_GR_ENGINE_ACTIVE(
            Choice.DEFAULT,
            "DCGM_FI_PROF_GR_ENGINE_ACTIVE",
            Kind.GAUGE,
            "Ratio of time the graphics engine is active.",
            GpuSource.from(NvmlReading.GPM, 0, GpuSource.Conversion.PERCENT_TO_RATIO)),
    PROF_SM_ACTIVE(
            Choice.OPTIONAL,
            "DCGM_FI_PROF_SM_ACTIVE",
            Kind.GAUGE,
            "The ratio of cycles an SM has at least 1 warp assigned.",
            GpuSource.from(NvmlReading.GPM, 1, GpuSource.Conversion.PERCENT_TO_RATIO)),
    PROF_SM_OCCUPANCY(
            Choice.OPTIONAL,
            "DCGM_FI_PROF_SM_OCCUPANCY",
            Kind.GAUGE,
            "The ratio of number of warps resident on an SM.",
            GpuSource.from(NvmlReading.GPM, 2, GpuSource.Conversion.PERCENT_TO_RATIO)),
    PROF_PIPE_TENSOR_ACTIVE(
            Choice.DEFAULT,
            "DCGM_FI_PROF_PIPE_TENSOR_ACTIVE",
            Kind.GAUGE,
            "Ratio of cycles the tensor (HMMA) pipe is active.",
            GpuSource.from(NvmlReading.GPM, 3, GpuSource.Conversion.PERCENT_TO_RATIO)),
    PROF_DRAM_ACTIVE(
            Choice.DEFAULT,
            "DCGM_FI_PROF_DRAM_ACTIVE",
            Kind.GAUGE,
            "Ratio of cycles the device memory interface is active sending or receiving data.",
            GpuSource.from(NvmlReading.GPM, 4, GpuSource.Conversion.PERCENT_TO_RATIO)),
    PROF_PIPE_FP64_ACTIVE(
            Choice.OPTIONAL,
            "DCGM_FI_PROF_PIPE_FP64_ACTIVE",
            Kind.GAUGE,
            "Ratio of cycles the fp64 pipes are active.",
            GpuSource.from(NvmlReading.GPM, 5, GpuSource.Conversion.PERCENT_TO_RATIO)),
    PROF_PIPE_FP32_ACTIVE(
            Choice.OPTIONAL,
            "DCGM_FI_PROF_PIPE_FP32_ACTIVE",
            Kind.GAUGE,
            "Ratio of cycles the fp32 pipes are active.",
            GpuSource.from(NvmlReading.GPM, 6, GpuSource.Conversion.PERCENT_TO_RATIO)),
    PROF_PIPE_FP16_ACTIVE(
            Choice.OPTIONAL,
            "DCGM_FI_PROF_PIPE_FP16_ACTIVE",
            Kind.GAUGE,
            "Ratio of cycles the fp16 pipes are active.",
            GpuSource.from(NvmlReading.GPM, 7, GpuSource.Conversion.PERCENT_TO_RATIO)),
    PROF_PCIE_TX_BYTES(
            Choice.DEFAULT,
            "DCGM_FI_PROF_PCIE_TX_BYTES",
            Kind.GAUGE,
            "The rate of data transmitted over the PCIe bus - including both protocol headers and data payloads - in bytes per second.",
            GpuSource.from(NvmlReading.GPM, 8, GpuSource.Conversion.MIB_TO_BYTES),
            GpuSource.from(NvmlReading.PCIE_THROUGHPUT, 0, GpuSource.Conversion.KIB_TO_BYTES)),
    PROF_PCIE_RX_BYTES(
            Choice.DEFAULT,
            "DCGM_FI_PROF_PCIE_RX_BYTES",
            Kind.GAUGE,
            "The rate of data received over the PCIe bus - including both protocol headers and data payloads - in bytes per second.",
            GpuSource.from(NvmlReading.GPM, 9, GpuSource.Conversion.MIB_TO_BYTES),
            GpuSource.from(NvmlReading.PCIE_THROUGHPUT, 1, GpuSource.Conversion.KIB_TO_BYTES)),
    PROF_NVLINK_TX_BYTES(
            Choice.OPTIONAL,
            "DCGM_FI_PROF_NVLINK_TX_BYTES",
            Kind.GAUGE,
            "The rate of data transmitted over NVLink in bytes per second.",
            GpuSource.from(NvmlReading.GPM, 10, GpuSource.Conversion.MIB_TO_BYTES)),
    PROF_NVLINK_RX_BYTES(
            Choice.OPTIONAL,
            "DCGM_FI_PROF_NVLINK_RX_BYTES",
            Kind.GAUGE,
            "The rate of data received over NVLink in bytes per second.",
            GpuSource.from(NvmlReading.GPM, 11, GpuSource.Conversion.MIB_TO_BYTES));

    /** Whether a metric is read without being asked for. */
    enum Choice {
        DEFAULT,
        OPTIONAL
    }

    private enum Kind {
        GAUGE,
        COUNTER
    }

    private final Choice choice;
    private final String metricName;
    private final Kind kind;
    private final String help;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<GpuSource> sources;

    GpuMetric(Choice choice, String metricName, Kind kind, String help, GpuSource... sources) {
        this.choice = choice;
        this.metricName = metricName;
        this.kind = kind;
        this.help = help;
        this.sources = List.of(sources);
    }

    /** Returns whether the metric is read without being asked for. */
    public boolean isDefault() {
        return choice == Choice.DEFAULT;
    }

    /** Returns the metric's name. */
    public String metricName() {
        return metricName;
    }

    /** Returns {@code gauge} or {@code counter}. */
    public String type() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** Returns the help text, with the unit. */
    public String help() {
        return help;
    }

    /** Returns where the value comes from, the better source first; a device gives the metric from at most one of them. */
    public List<GpuSource> sources() {
        return sources;
    }

    /** Returns the metric with a name, or null. */
    static GpuMetric byName(String name) {
        for (GpuMetric metric : values()) {
            if (metric.metricName.equals(name)) {
                return metric;
            }
        }
        return null;
    }
}
