/**
 * The binding to NVIDIA's management library. {@link io.dunlin.gpu.nvml.Nvml} is what the scraper knows; {@link
 * io.dunlin.gpu.nvml.NativeNvml} is the only implementation over the real library, through JNA direct mapping with
 * primitive arguments alone, so that a call allocates nothing. Names, structs and constants follow {@code nvml.h}.
 * Imports JNA and nothing of the project.
 */
package io.dunlin.gpu.nvml;
