/*
 * A shared library with NVML's functions over scripted devices, so that the binding is tested through the real calling
 * convention. Struct layouts follow nvml.h. The test drives it through the fakeNvml… functions.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define DEVICES 8
#define READINGS 32
#define VALUES 36
#define LINKS 18
#define EVENT_POLL_MILLIS 20
#define NOT_SUPPORTED 3
#define TIMEOUT 10
#define SUCCESS 0
#define INVALID_ARGUMENT 2
#define GPU_IS_LOST 15
#define ARGUMENT_VERSION_MISMATCH 25

/* One slot a reading: its raw values and the code to answer with. Order of NvmlReading. */
enum reading {
    TEMPERATURE, UTILIZATION, MEMORY, SM_CLOCK, MEMORY_CLOCK, POWER, ENERGY, ENCODER, DECODER, PCIE_REPLAY,
    REMAPPED_ROWS, ECC_ERRORS, RETIRED_PAGES, CLOCKS_EVENT_REASONS, VIOLATIONS, FIELD_VALUES, GPM, PCIE_THROUGHPUT,
    VGPU_LICENSE, XID, NVLINK_LINKS
};

/* One code a fact. Order of DeviceFact. */
enum fact {
    NVML_VERSION, BRAND, SERIAL, OEM_INFOROM_VERSION, ECC_INFOROM_VERSION, POWER_INFOROM_VERSION, INFOROM_IMAGE_VERSION,
    VBIOS_VERSION, FACTS
};

struct device {
    int index;
    int brand;
    int fact_codes[FACTS];
    int fact_calls;
    unsigned long long values[READINGS][VALUES];
    int codes[READINGS];
    int calls[READINGS];
    int field_codes[VALUES];
    int has_gpm;
    int gpu_instance;        /* -1 for a whole GPU */
    int mig_count;           /* instances of this GPU; they are instances[index * 4 + n] */
    int process_count;
    unsigned int pids[16], pid_instances[16], sm_utils[16], pid_types[16];
    int process_codes[3];    /* of the lists of types C, M and G */
    int process_calls[3];
    unsigned long long pid_memory[16];
};

static struct device instances[DEVICES * 4];

static struct device devices[DEVICES];
static unsigned int device_count;
static int absent = -1;      /* is counted and has no handle */
static unsigned long long sample_age;
static int init_code;
static int initialised;

void fakeNvmlReset(unsigned int count) {
    memset(devices, 0, sizeof devices);
    memset(instances, 0, sizeof instances);
    device_count = count;
    init_code = SUCCESS;
    sample_age = 0;
    absent = -1;
    for (int i = 0; i < DEVICES; i++) {
        devices[i].index = i;
        devices[i].has_gpm = 1;
        devices[i].brand = 2;
        devices[i].gpu_instance = -1;
        for (int n = 0; n < 4; n++) {
            instances[i * 4 + n].index = i;
            instances[i * 4 + n].gpu_instance = 7 + n;
        }
    }
}

void fakeNvmlMig(int device, int count) { devices[device].mig_count = count; }

void fakeNvmlMigSet(int device, int instance, int reading, int slot, long long value) {
    instances[device * 4 + instance].values[reading][slot] = value;
}

void fakeNvmlProcess(int device, int pid, long long memory, int instance, int sm_util) {
    struct device *d = &devices[device];
    d->pids[d->process_count] = pid;
    d->pid_memory[d->process_count] = memory;
    d->pid_instances[d->process_count] = instance;
    d->sm_utils[d->process_count] = sm_util;
    d->pid_types[d->process_count] = 1;
    d->process_count++;
}

/* Says what the process added last does: 1 computes, 2 through MPS, 4 draws. */
void fakeNvmlProcessType(int device, int type) { devices[device].pid_types[devices[device].process_count - 1] = type; }

/* Scripts the answer of a list of processes: 0 computing, 1 through MPS, 2 drawing. */
void fakeNvmlProcessCode(int device, int list, int code) { devices[device].process_codes[list] = code; }

int fakeNvmlProcessCalls(int device, int list) { return devices[device].process_calls[list]; }

void fakeNvmlNoProcesses(int device) { devices[device].process_count = 0; }

void fakeNvmlPlug(unsigned int count) { device_count = count; }

/* Has a device counted and no handle given of it, as is one that fell off the bus before initialisation; -1 for none. */
void fakeNvmlAbsent(int device) { absent = device; }

void fakeNvmlInitCode(int code) { init_code = code; }

int fakeNvmlInitialised(void) { return initialised; }

void fakeNvmlSet(int device, int reading, int slot, long long value) { devices[device].values[reading][slot] = value; }

void fakeNvmlCode(int device, int reading, int code) { devices[device].codes[reading] = code; }

void fakeNvmlFieldCode(int device, int slot, int code) { devices[device].field_codes[slot] = code; }

void fakeNvmlBrand(int device, int brand) { devices[device].brand = brand; }

void fakeNvmlFactCode(int device, int fact, int code) { devices[device].fact_codes[fact] = code; }

int fakeNvmlFactCalls(int device) { return devices[device].fact_calls; }

void fakeNvmlGpm(int device, int has) { devices[device].has_gpm = has; }

int fakeNvmlCalls(int device, int reading) { return devices[device].calls[reading]; }

static volatile int hanging;

/*
 * Without a test to script devices, the environment says how many there are; FAKE_NVML_PROCESS is a process on each, and with
 * FAKE_NVML_HANG temperature readings do not return.
 */
static void devices_from_environment(void) {
    const char *text = getenv("FAKE_NVML_DEVICES");
    const char *pid = getenv("FAKE_NVML_PROCESS");
    hanging = hanging || getenv("FAKE_NVML_HANG") != NULL;
    if (text != NULL && device_count == 0) {
        fakeNvmlReset((unsigned int)atoi(text));
        for (unsigned int i = 0; pid != NULL && i < device_count; i++) {
            fakeNvmlProcess((int)i, atoi(pid), 1LL << 30, -1, 50);
        }
    }
}

static volatile int init_hanging;

/* While set, initialisation does not return. */
void fakeNvmlInitHang(int hang) { init_hanging = hang; }

int nvmlInit_v2(void) {
    devices_from_environment();
    while (init_hanging) {
        usleep(1000);
    }
    if (init_code == SUCCESS) {
        initialised++;
    }
    return init_code;
}

static volatile int shutdown_hanging;

/* While set, shutting down does not return. */
void fakeNvmlShutdownHang(int hang) { shutdown_hanging = hang; }

int nvmlShutdown(void) {
    while (shutdown_hanging) {
        usleep(1000);
    }
    initialised--;
    return SUCCESS;
}

int nvmlSystemGetDriverVersion(char *version, unsigned int length) {
    snprintf(version, length, "550.54.15");
    return SUCCESS;
}

int nvmlDeviceGetCount_v2(unsigned int *count) {
    *count = device_count;
    return SUCCESS;
}

int nvmlDeviceGetHandleByIndex_v2(unsigned int index, struct device **device) {
    if (index >= device_count) {
        return INVALID_ARGUMENT;
    }
    if ((int)index == absent) {
        return GPU_IS_LOST;
    }
    *device = &devices[index];
    return SUCCESS;
}

int nvmlDeviceGetUUID(struct device *d, char *uuid, unsigned int length) {
    if (d->gpu_instance >= 0) {
        snprintf(uuid, length, "MIG-00000000-0000-0000-000%d-00000000000%d", d->gpu_instance, d->index);
    } else {
        snprintf(uuid, length, "GPU-00000000-0000-0000-0000-00000000000%d", d->index);
    }
    return SUCCESS;
}

int nvmlDeviceGetName(struct device *d, char *name, unsigned int length) {
    snprintf(name, length, "NVIDIA H100 80GB HBM3%s", d->gpu_instance >= 0 ? " MIG 1g.10gb" : "");
    return SUCCESS;
}

int nvmlDeviceGetMinorNumber(struct device *d, unsigned int *minor) {
    *minor = d->index;
    return SUCCESS;
}

/* Facts are told by whole GPUs only. */
static int answer_fact(struct device *d, int fact, char *out, unsigned int length, const char *text) {
    d->fact_calls++;
    if (d->gpu_instance >= 0) {
        return NOT_SUPPORTED;
    }
    if (strlen(text) + 1 > length) {
        return 7;
    }
    if (d->fact_codes[fact] == SUCCESS) {
        strcpy(out, text);
    }
    return d->fact_codes[fact];
}

int nvmlSystemGetNVMLVersion(char *version, unsigned int length) {
    return answer_fact(&devices[0], NVML_VERSION, version, length, "12.550.54.15");
}

int nvmlDeviceGetBrand(struct device *d, unsigned int *brand) {
    d->fact_calls++;
    *brand = (unsigned int)d->brand;
    return d->gpu_instance >= 0 ? NOT_SUPPORTED : d->fact_codes[BRAND];
}

int nvmlDeviceGetSerial(struct device *d, char *serial, unsigned int length) {
    char text[32];
    snprintf(text, sizeof text, "165012300070%d", d->index);
    return answer_fact(d, SERIAL, serial, length, text);
}

int nvmlDeviceGetInforomVersion(struct device *d, int object, char *version, unsigned int length) {
    switch (object) {
        case 0: return answer_fact(d, OEM_INFOROM_VERSION, version, length, "2.1");
        case 1: return answer_fact(d, ECC_INFOROM_VERSION, version, length, "7.16");
        case 2: return answer_fact(d, POWER_INFOROM_VERSION, version, length, "1.0");
        default: return INVALID_ARGUMENT;
    }
}

int nvmlDeviceGetInforomImageVersion(struct device *d, char *version, unsigned int length) {
    return answer_fact(d, INFOROM_IMAGE_VERSION, version, length, "G520.0200.00.05");
}

int nvmlDeviceGetVbiosVersion(struct device *d, char *version, unsigned int length) {
    return answer_fact(d, VBIOS_VERSION, version, length, "96.00.61.00.01");
}

struct pci {
    char bus_id_legacy[16];
    unsigned int domain, bus, device, pci_device_id, pci_subsystem_id;
    char bus_id[32];
};

int nvmlDeviceGetPciInfo_v3(struct device *d, struct pci *pci) {
    memset(pci, 0, sizeof *pci);
    snprintf(pci->bus_id, sizeof pci->bus_id, "00000000:%02X:00.0", 0x0f + d->index);
    return SUCCESS;
}

static long device_calls;
static long long stub_nanos;

/* Device calls since the library was loaded, and the time spent in their busy waits. */
long fakeNvmlDeviceCalls(void) { return device_calls; }

long long fakeNvmlStubNanos(void) { return stub_nanos; }

/* Counts a device call and takes the busy microseconds that the environment says: what a driver costs, for benchmarks. */
static void spin(void) {
    static long micros = -1;
    struct timespec start, now;
    long long nanos;
    device_calls++;
    if (micros < 0) {
        const char *text = getenv("FAKE_NVML_SPIN_MICROS");
        micros = text == NULL ? 0 : atol(text);
    }
    if (micros == 0) {
        return;
    }
    clock_gettime(CLOCK_MONOTONIC, &start);
    do {
        clock_gettime(CLOCK_MONOTONIC, &now);
        nanos = (now.tv_sec - start.tv_sec) * 1000000000LL + now.tv_nsec - start.tv_nsec;
    } while (nanos < micros * 1000);
    stub_nanos += nanos;
}

static void called(struct device *d, int reading) {
    d->calls[reading]++;
    spin();
}

/* While set, the next temperature reading does not return. */
void fakeNvmlHang(int hang) { hanging = hang; }

static int answer_int(struct device *d, int reading, unsigned int *out) {
    called(d, reading);
    while (reading == TEMPERATURE && hanging) {
        usleep(1000);
    }
    *out = (unsigned int)d->values[reading][0];
    return d->codes[reading];
}

int nvmlDeviceGetTemperature(struct device *d, int sensor, unsigned int *celsius) {
    return sensor == 0 ? answer_int(d, TEMPERATURE, celsius) : INVALID_ARGUMENT;
}

struct utilization {
    unsigned int gpu, memory;
};

int nvmlDeviceGetUtilizationRates(struct device *d, struct utilization *out) {
    called(d, UTILIZATION);
    out->gpu = (unsigned int)d->values[UTILIZATION][0];
    out->memory = (unsigned int)d->values[UTILIZATION][1];
    return d->codes[UTILIZATION];
}

struct memory {
    unsigned long long total, free, used;
};

int nvmlDeviceGetMemoryInfo(struct device *d, struct memory *out) {
    out->total = d->values[MEMORY][0];
    out->free = d->values[MEMORY][2];
    out->used = d->values[MEMORY][3];
    return d->codes[MEMORY];
}

struct memory_v2 {
    unsigned int version;
    unsigned long long total, reserved, free, used;
};

int nvmlDeviceGetMemoryInfo_v2(struct device *d, struct memory_v2 *out) {
    called(d, MEMORY);
    if (out->version != (sizeof(struct memory_v2) | (2u << 24))) {
        return ARGUMENT_VERSION_MISMATCH;
    }
    out->total = d->values[MEMORY][0];
    out->reserved = d->values[MEMORY][1];
    out->free = d->values[MEMORY][2];
    out->used = d->values[MEMORY][3];
    return d->codes[MEMORY];
}

int nvmlDeviceGetClockInfo(struct device *d, int type, unsigned int *megahertz) {
    switch (type) {
        case 1: return answer_int(d, SM_CLOCK, megahertz);
        case 2: return answer_int(d, MEMORY_CLOCK, megahertz);
        default: return INVALID_ARGUMENT;
    }
}

int nvmlDeviceGetPowerUsage(struct device *d, unsigned int *milliwatts) { return answer_int(d, POWER, milliwatts); }

int nvmlDeviceGetTotalEnergyConsumption(struct device *d, unsigned long long *millijoules) {
    called(d, ENERGY);
    *millijoules = d->values[ENERGY][0];
    return d->codes[ENERGY];
}

int nvmlDeviceGetEncoderUtilization(struct device *d, unsigned int *percent, unsigned int *period) {
    *period = 1000;
    return answer_int(d, ENCODER, percent);
}

int nvmlDeviceGetDecoderUtilization(struct device *d, unsigned int *percent, unsigned int *period) {
    *period = 1000;
    return answer_int(d, DECODER, percent);
}

int nvmlDeviceGetPcieReplayCounter(struct device *d, unsigned int *value) { return answer_int(d, PCIE_REPLAY, value); }

int nvmlDeviceGetPcieThroughput(struct device *d, int direction, unsigned int *value) {
    called(d, PCIE_THROUGHPUT);
    *value = (unsigned int)d->values[PCIE_THROUGHPUT][direction];
    return d->codes[PCIE_THROUGHPUT];
}

int nvmlDeviceGetRemappedRows(struct device *d, unsigned int *corrected, unsigned int *uncorrected,
                              unsigned int *pending, unsigned int *failure) {
    called(d, REMAPPED_ROWS);
    *corrected = (unsigned int)d->values[REMAPPED_ROWS][0];
    *uncorrected = (unsigned int)d->values[REMAPPED_ROWS][1];
    *pending = (unsigned int)d->values[REMAPPED_ROWS][2];
    *failure = (unsigned int)d->values[REMAPPED_ROWS][3];
    return d->codes[REMAPPED_ROWS];
}

int nvmlDeviceGetTotalEccErrors(struct device *d, int error_type, int counter_type, unsigned long long *count) {
    called(d, ECC_ERRORS);
    *count = d->values[ECC_ERRORS][2 * counter_type + error_type];
    return d->codes[ECC_ERRORS];
}

int nvmlDeviceGetRetiredPages(struct device *d, int cause, unsigned int *count, unsigned long long *addresses) {
    unsigned int room = *count;
    called(d, RETIRED_PAGES);
    *count = (unsigned int)d->values[RETIRED_PAGES][cause];
    if (*count > room || addresses == NULL) {
        return *count > 0 ? 7 : d->codes[RETIRED_PAGES];
    }
    return d->codes[RETIRED_PAGES];
}

int nvmlDeviceGetRetiredPagesPendingStatus(struct device *d, int *pending) {
    spin();
    *pending = (int)d->values[RETIRED_PAGES][2];
    return d->codes[RETIRED_PAGES];
}

int nvmlDeviceGetCurrentClocksEventReasons(struct device *d, unsigned long long *reasons) {
    called(d, CLOCKS_EVENT_REASONS);
    *reasons = d->values[CLOCKS_EVENT_REASONS][0];
    return d->codes[CLOCKS_EVENT_REASONS];
}

struct violation {
    unsigned long long reference_time, violation_time;
};

int nvmlDeviceGetViolationStatus(struct device *d, int policy, struct violation *out) {
    called(d, VIOLATIONS);
    out->reference_time = 1;
    out->violation_time = d->values[VIOLATIONS][policy];
    return d->codes[VIOLATIONS];
}

struct field_value {
    unsigned int field_id, scope_id;
    long long timestamp, latency;
    int value_type, code;
    union {
        double d;
        unsigned int ui;
        unsigned long long ull;
    } value;
};

static int field_slot(unsigned int id, unsigned int scope) {
    switch (id) {
        case 82: return 0;
        case 138: return scope == 0xFFFFFFFFu ? 1 : -1;
        case 139: return scope == 0xFFFFFFFFu ? 2 : -1;
        case 38: return 3;
        case 45: return 4;
        case 52: return 5;
        case 59: return 6;
        default: return -1;
    }
}

static int link_values(struct device *d, int count, struct field_value *values) {
    called(d, NVLINK_LINKS);
    for (int i = 0; i < count; i++) {
        int received = values[i].field_id == 139;
        values[i].code = values[i].scope_id < LINKS ? SUCCESS : INVALID_ARGUMENT;
        values[i].value_type = 3;
        values[i].value.ull = d->values[NVLINK_LINKS][2 * values[i].scope_id + received];
    }
    return d->codes[NVLINK_LINKS];
}

int nvmlDeviceGetFieldValues(struct device *d, int count, struct field_value *values) {
    if ((values[0].field_id == 138 || values[0].field_id == 139) && values[0].scope_id < LINKS) {
        return link_values(d, count, values);
    }
    called(d, FIELD_VALUES);
    for (int i = 0; i < count; i++) {
        int slot = field_slot(values[i].field_id, values[i].scope_id);
        values[i].code = slot < 0 ? INVALID_ARGUMENT : d->field_codes[slot];
        if (slot == 0) {
            values[i].value_type = 1;
            values[i].value.ull = 0xAAAAAAAAAAAAAAAAull;
            values[i].value.ui = (unsigned int)d->values[FIELD_VALUES][slot];
        } else if (slot > 0) {
            values[i].value_type = 3;
            values[i].value.ull = d->values[FIELD_VALUES][slot];
        }
    }
    return d->codes[FIELD_VALUES];
}

struct license_feature {
    int code;
    unsigned int state;
    char info[128], product[128];
    unsigned int enabled;
    struct {
        unsigned int year;
        unsigned short month, day, hour, min, sec;
        unsigned char status;
    } expiry;
};

struct license_features {
    int supported;
    unsigned int count;
    struct license_feature features[3];
};

int nvmlDeviceGetGridLicensableFeatures_v4(struct device *d, struct license_features *out) {
    called(d, VGPU_LICENSE);
    memset(out, 0, sizeof *out);
    out->supported = 1;
    out->count = 2;
    out->features[1].state = (unsigned int)d->values[VGPU_LICENSE][0];
    return d->codes[VGPU_LICENSE];
}

/* GPM: a sample remembers its device; metrics need two samples of one device. */
struct gpm_sample {
    struct device *device;
    int used;
};

static struct gpm_sample gpm_samples[2 * DEVICES + 4];

int fakeNvmlGpmSamples(void) {
    int used = 0;
    for (unsigned i = 0; i < sizeof gpm_samples / sizeof gpm_samples[0]; i++) {
        used += gpm_samples[i].used;
    }
    return used;
}

struct gpm_support {
    unsigned int version, supported;
};

int nvmlGpmQueryDeviceSupport(struct device *d, struct gpm_support *support) {
    if (support->version != 1) {
        return ARGUMENT_VERSION_MISMATCH;
    }
    support->supported = (unsigned int)d->has_gpm;
    return SUCCESS;
}

int nvmlGpmSampleAlloc(struct gpm_sample **sample) {
    for (unsigned i = 0; i < sizeof gpm_samples / sizeof gpm_samples[0]; i++) {
        if (!gpm_samples[i].used) {
            gpm_samples[i].used = 1;
            gpm_samples[i].device = NULL;
            *sample = &gpm_samples[i];
            return SUCCESS;
        }
    }
    return 20;
}

int nvmlGpmSampleFree(struct gpm_sample *sample) {
    sample->used = 0;
    return SUCCESS;
}

int nvmlGpmSampleGet(struct device *d, struct gpm_sample *sample) {
    called(d, GPM);
    sample->device = d;
    return d->codes[GPM];
}

struct gpm_metric {
    unsigned int id;
    int code;
    double value;
    char *short_name, *long_name, *unit;
};

struct gpm_metrics_get {
    unsigned int version, count;
    struct gpm_sample *sample1, *sample2;
    struct gpm_metric metrics[333];
};

int nvmlGpmMetricsGet(struct gpm_metrics_get *get) {
    static const unsigned int ids[VALUES] = {1, 2, 3, 5, 10, 11, 12, 13, 20, 21, 61, 60};
    spin();
    if (get->version != 1 || get->sample1 == get->sample2 || get->sample1->device != get->sample2->device) {
        return INVALID_ARGUMENT;
    }
    for (unsigned i = 0; i < get->count; i++) {
        get->metrics[i].code = NOT_SUPPORTED;
        for (int slot = 0; slot < VALUES; slot++) {
            if (ids[slot] == get->metrics[i].id) {
                get->metrics[i].code = SUCCESS;
                get->metrics[i].value = (double)get->sample1->device->values[GPM][slot];
            }
        }
    }
    return SUCCESS;
}

/* Events: the set remembers nothing; a scripted XID is handed out once by the next wait. */
static volatile int pending_xid_device = -1;
static volatile unsigned long long pending_xid;
static int event_sets;

void fakeNvmlXid(int device, long long xid) {
    pending_xid = (unsigned long long)xid;
    __sync_synchronize();
    pending_xid_device = device;
}

int fakeNvmlEventSets(void) { return event_sets; }

int nvmlEventSetCreate(void **set) {
    event_sets++;
    *set = &event_sets;
    return SUCCESS;
}

int nvmlEventSetFree(void *set) {
    (void)set;
    event_sets--;
    return SUCCESS;
}

int nvmlDeviceRegisterEvents(struct device *d, unsigned long long types, void *set) {
    (void)set;
    return types == 8 ? d->codes[XID] : INVALID_ARGUMENT;
}

struct event_data {
    struct device *device;
    unsigned long long type, data;
    unsigned int gpu_instance, compute_instance;
};

int nvmlEventSetWait_v2(void *set, struct event_data *data, unsigned int timeout_ms) {
    (void)set;
    for (unsigned int waited = 0; waited < timeout_ms; waited += EVENT_POLL_MILLIS) {
        int device = pending_xid_device;
        if (device >= 0) {
            pending_xid_device = -1;
            data->device = &devices[device];
            data->type = 8;
            data->data = pending_xid;
            return SUCCESS;
        }
        usleep(1000 * EVENT_POLL_MILLIS);
    }
    return TIMEOUT;
}

int nvmlDeviceGetMigMode(struct device *d, unsigned int *current, unsigned int *pending) {
    *current = *pending = d->mig_count > 0;
    return SUCCESS;
}

int nvmlDeviceGetMaxMigDeviceCount(struct device *d, unsigned int *count) {
    (void)d;
    *count = 7;
    return SUCCESS;
}

int nvmlDeviceGetMigDeviceHandleByIndex(struct device *d, unsigned int index, struct device **instance) {
    if (index >= (unsigned int)d->mig_count) {
        return 6;
    }
    *instance = &instances[d->index * 4 + index];
    return SUCCESS;
}

int nvmlDeviceGetGpuInstanceId(struct device *d, unsigned int *id) {
    *id = (unsigned int)d->gpu_instance;
    return SUCCESS;
}

int nvmlGpmMigSampleGet(struct device *d, unsigned int gpu_instance, struct gpm_sample *sample) {
    sample->device = &instances[d->index * 4 + gpu_instance - 7];
    return SUCCESS;
}

struct process_info {
    unsigned int pid;
    unsigned long long memory;
    unsigned int gpu_instance, compute_instance;
};

static int list_processes(struct device *d, int list, unsigned int *count, struct process_info *infos) {
    unsigned int room = *count;
    d->process_calls[list]++;
    spin();
    if (d->process_codes[list] != SUCCESS) {
        return d->process_codes[list];
    }
    *count = 0;
    for (int i = 0; i < d->process_count; i++) {
        if ((d->pid_types[i] & (1u << list)) == 0) {
            continue;
        }
        if (*count < room) {
            infos[*count].pid = d->pids[i];
            infos[*count].memory = d->pid_memory[i];
            infos[*count].gpu_instance = d->pid_instances[i];
            infos[*count].compute_instance = 0xFFFFFFFFu;
        }
        ++*count;
    }
    return *count > room ? 7 : SUCCESS;
}

int nvmlDeviceGetComputeRunningProcesses_v3(struct device *d, unsigned int *count, struct process_info *infos) {
    return list_processes(d, 0, count, infos);
}

int nvmlDeviceGetMPSComputeRunningProcesses_v3(struct device *d, unsigned int *count, struct process_info *infos) {
    return list_processes(d, 1, count, infos);
}

int nvmlDeviceGetGraphicsRunningProcesses_v3(struct device *d, unsigned int *count, struct process_info *infos) {
    return list_processes(d, 2, count, infos);
}

struct process_sample {
    unsigned int pid;
    unsigned long long time;
    unsigned int sm, mem, enc, dec;
};

/* How old the samples of processes are, in microseconds. */
void fakeNvmlSampleAge(long long micros) { sample_age = (unsigned long long)micros; }

int nvmlDeviceGetProcessUtilization(struct device *d, struct process_sample *samples, unsigned int *count,
                                    unsigned long long last_seen) {
    unsigned int room = *count;
    int written = 0;
    struct timespec now;
    spin();
    clock_gettime(CLOCK_REALTIME, &now);
    unsigned long long time = now.tv_sec * 1000000ull + now.tv_nsec / 1000 - sample_age;
    for (int i = 0; i < d->process_count; i++) {
        if (d->mig_count == 0 && d->sm_utils[i] > 0 && time > last_seen) {
            if ((unsigned int)written == room) {
                return 7;
            }
            memset(&samples[written], 0, sizeof samples[written]);
            samples[written].pid = d->pids[i];
            samples[written].time = time;
            samples[written].sm = d->sm_utils[i];
            written++;
        }
    }
    *count = (unsigned int)written;
    return written == 0 ? 6 : SUCCESS;
}
