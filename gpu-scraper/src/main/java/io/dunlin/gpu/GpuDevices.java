package io.dunlin.gpu;

import io.dunlin.gpu.nvml.DeviceIdentity;
import io.dunlin.tsdb.model.Labels;
import java.util.List;

/**
 * The devices of one session, for as long as it lasts.
 *
 * @param identities each GPU followed by its MIG instances
 * @param driverVersion the driver's version
 * @param labels the labels of each device that were asked for, without those that it does not give
 */
record GpuDevices(List<DeviceIdentity> identities, String driverVersion, List<Labels> labels) {
    /** No device. */
    static final GpuDevices NONE = new GpuDevices(List.of(), "", List.of());

    /** Returns how many devices there are, MIG instances included. */
    int size() {
        return identities.size();
    }

    /** Returns how many GPUs there are. */
    int gpus() {
        return (int) identities.stream().filter(d -> !d.isInstance()).count();
    }
}
