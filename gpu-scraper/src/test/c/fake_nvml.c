/*
 * A shared library with NVML's functions over scripted devices, so that the binding is tested through the real calling
 * convention. Struct layouts follow nvml.h. The test drives it through the fakeNvml… functions.
 */
#include <stdio.h>
#include <string.h>

#define DEVICES 8
#define READINGS 16
#define SUCCESS 0
#define INVALID_ARGUMENT 2
#define ARGUMENT_VERSION_MISMATCH 25

/* One slot a reading: up to four raw values and the code to answer with. Order of NvmlReading. */
enum reading { TEMPERATURE, UTILIZATION, MEMORY, SM_CLOCK, MEMORY_CLOCK, POWER, ENERGY };

struct device {
    int index;
    unsigned long long values[READINGS][4];
    int codes[READINGS];
    int calls[READINGS];
};

static struct device devices[DEVICES];
static unsigned int device_count;
static int init_code;
static int initialised;

void fakeNvmlReset(unsigned int count) {
    memset(devices, 0, sizeof devices);
    device_count = count;
    init_code = SUCCESS;
    for (int i = 0; i < DEVICES; i++) {
        devices[i].index = i;
    }
}

void fakeNvmlInitCode(int code) { init_code = code; }

int fakeNvmlInitialised(void) { return initialised; }

void fakeNvmlSet(int device, int reading, int slot, long long value) { devices[device].values[reading][slot] = value; }

void fakeNvmlCode(int device, int reading, int code) { devices[device].codes[reading] = code; }

int fakeNvmlCalls(int device, int reading) { return devices[device].calls[reading]; }

int nvmlInit_v2(void) {
    if (init_code == SUCCESS) {
        initialised++;
    }
    return init_code;
}

int nvmlShutdown(void) {
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
    *device = &devices[index];
    return SUCCESS;
}

int nvmlDeviceGetUUID(struct device *d, char *uuid, unsigned int length) {
    snprintf(uuid, length, "GPU-00000000-0000-0000-0000-00000000000%d", d->index);
    return SUCCESS;
}

int nvmlDeviceGetName(struct device *d, char *name, unsigned int length) {
    (void)d;
    snprintf(name, length, "NVIDIA H100 80GB HBM3");
    return SUCCESS;
}

int nvmlDeviceGetMinorNumber(struct device *d, unsigned int *minor) {
    *minor = d->index;
    return SUCCESS;
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

static int answer_int(struct device *d, int reading, unsigned int *out) {
    d->calls[reading]++;
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
    d->calls[UTILIZATION]++;
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
    d->calls[MEMORY]++;
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
    d->calls[ENERGY]++;
    *millijoules = d->values[ENERGY][0];
    return d->codes[ENERGY];
}
