/**
 * Reads the GPUs of this host into the database, under the metric names and labels of dcgm-exporter, so that dashboards
 * made for it work unchanged. {@link io.dunlin.gpu.GpuMetric} and {@link
 * io.dunlin.gpu.GpuLabel} are the tables of what is read; {@link io.dunlin.gpu.GpuScraper} is the loop; all see NVML only as {@link io.dunlin.gpu.nvml.Nvml}. Takes from {@code
 * io.dunlin.gpu.nvml}, gives to {@code io.dunlin.tsdb.storage.Appender}.
 */
package io.dunlin.gpu;
