package io.dunlin.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import io.dunlin.gpu.nvml.CCompiler;
import io.dunlin.gpu.nvml.DeviceFact;
import io.dunlin.gpu.nvml.NvmlReading;
import java.io.IOException;
import java.nio.file.Path;

/** Builds {@code fake_nvml.c} with the machine's C compiler and drives its scripted devices. */
public final class FakeNvmlLibrary {
    private static FakeNvmlLibrary instance;

    private final Path file;
    private final NativeLibrary library;

    private FakeNvmlLibrary(Path file) {
        this.file = file;
        this.library = NativeLibrary.getInstance(file.toString());
    }

    /** Returns the library, built once; the calling test is skipped by name where there is no C compiler. */
    public static synchronized FakeNvmlLibrary get() throws IOException, InterruptedException {
        if (instance == null) {
            instance = new FakeNvmlLibrary(build());
        }
        return instance;
    }

    private static Path build() throws IOException, InterruptedException {
        Path file = CCompiler.target().resolve("libfakenvml.so");
        CCompiler.compile("fake_nvml.c", file, "-shared", "-fPIC", "-O1");
        return file;
    }

    /** Returns the built file. */
    public String path() {
        return file.toString();
    }

    /** Forgets all scripts and has {@code count} devices with zero readings. */
    public void reset(int count) {
        function("fakeNvmlReset").invoke(new Object[] {count});
    }

    /** Makes initialisation answer with a code. */
    public void initCode(int code) {
        function("fakeNvmlInitCode").invoke(new Object[] {code});
    }

    /** Returns how often NVML was initialised and not yet shut down. */
    public int initialised() {
        return function("fakeNvmlInitialised").invokeInt(new Object[0]);
    }

    /** Scripts the raw values of a reading. */
    public void set(int device, NvmlReading reading, long... values) {
        assertThat(values.length).isEqualTo(reading.valueCount());
        for (int i = 0; i < values.length; i++) {
            function("fakeNvmlSet").invoke(new Object[] {device, reading.ordinal(), i, values[i]});
        }
    }

    /** Scripts the return code of a reading. */
    public void code(int device, NvmlReading reading, int code) {
        function("fakeNvmlCode").invoke(new Object[] {device, reading.ordinal(), code});
    }

    /** Scripts the return code of one field of the field values. */
    public void fieldCode(int device, int slot, int code) {
        function("fakeNvmlFieldCode").invoke(new Object[] {device, slot, code});
    }

    /** Scripts the nvmlBrandType_t of a device; a Tesla without. */
    public void brand(int device, int brand) {
        function("fakeNvmlBrand").invoke(new Object[] {device, brand});
    }

    /** Scripts the return code of a fact; the NVML version's is the first device's. */
    public void factCode(int device, DeviceFact fact, int code) {
        function("fakeNvmlFactCode").invoke(new Object[] {device, fact.ordinal(), code});
    }

    /** Returns how often a device was asked for facts since the last reset. */
    public int factCalls(int device) {
        return function("fakeNvmlFactCalls").invokeInt(new Object[] {device});
    }

    /** Says whether a device has GPM. */
    public void gpm(int device, boolean has) {
        function("fakeNvmlGpm").invoke(new Object[] {device, has ? 1 : 0});
    }

    /** Changes the number of devices without forgetting their scripts. */
    public void plug(int count) {
        function("fakeNvmlPlug").invoke(new Object[] {count});
    }

    /** Puts a device in MIG mode with {@code count} instances, whose ids are 7, 8 and so on. */
    public void mig(int device, int count) {
        function("fakeNvmlMig").invoke(new Object[] {device, count});
    }

    /** Scripts the raw values of a reading of a MIG instance. */
    public void setInstance(int device, int instance, NvmlReading reading, long... values) {
        for (int i = 0; i < values.length; i++) {
            function("fakeNvmlMigSet").invoke(new Object[] {device, instance, reading.ordinal(), i, values[i]});
        }
    }

    /** Adds a process to a device; {@code instance} is its GPU instance id, or -1. */
    public void process(int device, int pid, long memory, int instance, int smUtilization) {
        function("fakeNvmlProcess").invoke(new Object[] {device, pid, memory, instance, smUtilization});
    }

    /** Says what the process added last does, in the bits of {@link io.dunlin.gpu.nvml.GpuProcesses}. */
    public void processType(int device, int type) {
        function("fakeNvmlProcessType").invoke(new Object[] {device, type});
    }

    /** Scripts the return code of a list of processes: 0 computing, 1 through MPS, 2 drawing. */
    public void processCode(int device, int list, int code) {
        function("fakeNvmlProcessCode").invoke(new Object[] {device, list, code});
    }

    /** Returns how often a list of processes was asked for since the last reset. */
    public int processCalls(int device, int list) {
        return function("fakeNvmlProcessCalls").invokeInt(new Object[] {device, list});
    }

    /** Says how old the driver's samples of processes are. */
    public void sampleAge(long micros) {
        function("fakeNvmlSampleAge").invoke(new Object[] {micros});
    }

    /** Has a device counted and no handle given of it; -1 for none. */
    public void absent(int device) {
        function("fakeNvmlAbsent").invoke(new Object[] {device});
    }

    /** Makes shutting down hang until this is taken back. */
    public void shutdownHang(boolean hang) {
        function("fakeNvmlShutdownHang").invoke(new Object[] {hang ? 1 : 0});
    }

    /** Ends all processes of a device. */
    public void noProcesses(int device) {
        function("fakeNvmlNoProcesses").invoke(new Object[] {device});
    }

    /** Makes temperature readings hang until this is taken back. */
    public void hang(boolean hang) {
        function("fakeNvmlHang").invoke(new Object[] {hang ? 1 : 0});
    }

    /** Makes initialisation hang until this is taken back. */
    public void initHang(boolean hang) {
        function("fakeNvmlInitHang").invoke(new Object[] {hang ? 1 : 0});
    }

    /** Has the driver report a critical XID error. */
    public void xid(int device, long xid) {
        function("fakeNvmlXid").invoke(new Object[] {device, xid});
    }

    /** Returns how many GPM samples and event sets are not freed. */
    public int resources() {
        return function("fakeNvmlGpmSamples").invokeInt(new Object[0])
                + function("fakeNvmlEventSets").invokeInt(new Object[0]);
    }

    /** Returns how often a reading was asked for since the last reset. */
    public int calls(int device, NvmlReading reading) {
        return function("fakeNvmlCalls").invokeInt(new Object[] {device, reading.ordinal()});
    }

    private Function function(String name) {
        return library.getFunction(name);
    }
}
