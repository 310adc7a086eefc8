package io.dunlin.gpu.nvml;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Waits for critical XID errors on a thread of its own and keeps the last one of each device. The wait is cut into short
 * ones, so that closing takes at most one of them; the thread is joined before the event set is freed.
 */
final class XidWatcher implements AutoCloseable {
    static final long XID_CRITICAL_ERROR = 8;
    private static final int WAIT_MILLIS = 200;

    /** nvmlEventData_t { nvmlDevice_t device; unsigned long long eventType, eventData; unsigned giId, ciId; }. */
    static final int DEVICE = 0;

    static final int EVENT_TYPE = 8;
    static final int EVENT_DATA = 16;
    static final int LENGTH = 32;

    private final List<NvmlDevice> devices;
    private final boolean[] watched;
    private final long set;
    private final Memory event = new Memory(LENGTH);
    private final AtomicLongArray last;
    private final Thread thread = new Thread(this::run, "dunlin-gpu-events");
    private volatile boolean stopping;

    private XidWatcher(List<NvmlDevice> devices, boolean[] watched, long set) {
        this.devices = devices;
        this.watched = watched;
        this.set = set;
        this.last = new AtomicLongArray(devices.size());
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns a watcher over the devices that report XID errors, or null where there is none. */
    static XidWatcher open(List<NvmlDevice> devices, Memory scratch) {
        if (NvmlFunctions.nvmlEventSetCreate(Pointer.nativeValue(scratch)) != 0) {
            return null;
        }
        long set = scratch.getLong(0);
        boolean[] watched = new boolean[devices.size()];
        boolean any = false;
        for (int i = 0; i < watched.length; i++) {
            NvmlDevice device = devices.get(i);
            watched[i] = !device.identity().isInstance()
                    && NvmlFunctions.nvmlDeviceRegisterEvents(device.handle(), XID_CRITICAL_ERROR, set) == 0;
            any |= watched[i];
        }
        if (!any) {
            NvmlFunctions.nvmlEventSetFree(set);
            return null;
        }
        return new XidWatcher(devices, watched, set);
    }

    /** Gives the last XID of a device, 0 for none so far. Any thread. */
    int read(int device, double[] out) {
        out[0] = last.get(device);
        return watched[device] ? 0 : NvmlReturn.NOT_SUPPORTED_CODE;
    }

    private void run() {
        while (!stopping) {
            int code = EventWaitFunctions.nvmlEventSetWait_v2(set, Pointer.nativeValue(event), WAIT_MILLIS);
            if (code == 0 && event.getLong(EVENT_TYPE) == XID_CRITICAL_ERROR) {
                keep(event.getLong(DEVICE), event.getLong(EVENT_DATA));
            } else if (code != 0 && code != NvmlReturn.TIMEOUT_CODE) {
                return;
            }
        }
    }

    private void keep(long handle, long xid) {
        for (int i = 0; i < watched.length; i++) {
            if (devices.get(i).handle() == handle) {
                last.set(i, xid);
            }
        }
    }

    @Override
    public void close() {
        stopping = true;
        ThreadEnd.await(thread);
        NvmlFunctions.nvmlEventSetFree(set);
        event.close();
    }
}
