/*
 * Prints the sizes, offsets and constants that the binding relies on, one "name value" a line. Compiled with
 * -DNVML_HEADER='"…/nvml.h"' it asks the real header; without, it asks the declarations below, which are ours.
 */
#include <stddef.h>
#include <stdio.h>

#ifdef NVML_HEADER
#include NVML_HEADER
#else
typedef struct { unsigned long long total, free, used; } nvmlMemory_t;
typedef struct { unsigned int version; unsigned long long total, reserved, free, used; } nvmlMemory_v2_t;
typedef struct {
    char busIdLegacy[16];
    unsigned int domain, bus, device, pciDeviceId, pciSubSystemId;
    char busId[32];
} nvmlPciInfo_t;
typedef struct {
    unsigned int year;
    unsigned short month, day, hour, min, sec;
    unsigned char status;
} nvmlGridLicenseExpiry_t;
typedef struct {
    int featureCode;
    unsigned int featureState;
    char licenseInfo[128], productName[128];
    unsigned int featureEnabled;
    nvmlGridLicenseExpiry_t licenseExpiry;
} nvmlGridLicensableFeature_t;
typedef struct {
    int isGridLicenseSupported;
    unsigned int licensableFeaturesCount;
    nvmlGridLicensableFeature_t gridLicensableFeatures[3];
} nvmlGridLicensableFeatures_t;
typedef struct { unsigned long long referenceTime, violationTime; } nvmlViolationTime_t;
typedef struct {
    unsigned int fieldId, scopeId;
    long long timestamp, latencyUsec;
    int valueType, nvmlReturn;
    union { double dVal; unsigned long long ullVal; } value;
} nvmlFieldValue_t;
typedef struct {
    unsigned int metricId;
    int nvmlReturn;
    double value;
    struct { char *shortName, *longName, *unit; } metricInfo;
} nvmlGpmMetric_t;
typedef struct {
    unsigned int version, numMetrics;
    void *sample1, *sample2;
    nvmlGpmMetric_t metrics[333];
} nvmlGpmMetricsGet_t;
typedef struct { unsigned int version, isSupportedDevice; } nvmlGpmSupport_t;
typedef struct {
    unsigned int pid;
    unsigned long long usedGpuMemory;
    unsigned int gpuInstanceId, computeInstanceId;
} nvmlProcessInfo_t;
typedef struct {
    unsigned int pid;
    unsigned long long timeStamp;
    unsigned int smUtil, memUtil, encUtil, decUtil;
} nvmlProcessUtilizationSample_t;
typedef struct {
    void *device;
    unsigned long long eventType, eventData;
    unsigned int gpuInstanceId, computeInstanceId;
} nvmlEventData_t;
#define nvmlMemory_v2 (sizeof(nvmlMemory_v2_t) | (2u << 24))
#define nvmlEventTypeXidCriticalError 8
enum { NVML_GPM_METRICS_GET_VERSION = 1, NVML_GPM_SUPPORT_VERSION = 1, NVML_GRID_LICENSE_FEATURE_MAX_COUNT = 3 };
enum { NVML_TEMPERATURE_GPU, NVML_CLOCK_SM = 1, NVML_CLOCK_MEM };
enum { NVML_INFOROM_OEM, NVML_INFOROM_ECC, NVML_INFOROM_POWER };
enum {
    NVML_BRAND_UNKNOWN,
    NVML_BRAND_QUADRO,
    NVML_BRAND_TESLA,
    NVML_BRAND_NVS,
    NVML_BRAND_GRID,
    NVML_BRAND_GEFORCE,
    NVML_BRAND_TITAN,
    NVML_BRAND_NVIDIA_VAPPS,
    NVML_BRAND_NVIDIA_VPC,
    NVML_BRAND_NVIDIA_VCS,
    NVML_BRAND_NVIDIA_VWS,
    NVML_BRAND_NVIDIA_CLOUD_GAMING,
    NVML_BRAND_QUADRO_RTX,
    NVML_BRAND_NVIDIA_RTX,
    NVML_BRAND_NVIDIA,
    NVML_BRAND_GEFORCE_RTX,
    NVML_BRAND_TITAN_RTX
};
enum {
    NVML_SYSTEM_NVML_VERSION_BUFFER_SIZE = 80,
    NVML_DEVICE_SERIAL_BUFFER_SIZE = 30,
    NVML_DEVICE_INFOROM_VERSION_BUFFER_SIZE = 16,
    NVML_DEVICE_VBIOS_VERSION_BUFFER_SIZE = 32
};
enum {
    NVML_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL = 38,
    NVML_FI_DEV_NVLINK_CRC_DATA_ERROR_COUNT_TOTAL = 45,
    NVML_FI_DEV_NVLINK_REPLAY_ERROR_COUNT_TOTAL = 52,
    NVML_FI_DEV_NVLINK_RECOVERY_ERROR_COUNT_TOTAL = 59,
    NVML_FI_DEV_MEMORY_TEMP = 82,
    NVML_FI_DEV_NVLINK_THROUGHPUT_DATA_TX = 138,
    NVML_FI_DEV_NVLINK_THROUGHPUT_DATA_RX = 139
};
enum {
    NVML_GPM_METRIC_GRAPHICS_UTIL = 1,
    NVML_GPM_METRIC_SM_UTIL = 2,
    NVML_GPM_METRIC_SM_OCCUPANCY = 3,
    NVML_GPM_METRIC_ANY_TENSOR_UTIL = 5,
    NVML_GPM_METRIC_DRAM_BW_UTIL = 10,
    NVML_GPM_METRIC_FP64_UTIL = 11,
    NVML_GPM_METRIC_FP32_UTIL = 12,
    NVML_GPM_METRIC_FP16_UTIL = 13,
    NVML_GPM_METRIC_PCIE_TX_PER_SEC = 20,
    NVML_GPM_METRIC_PCIE_RX_PER_SEC = 21,
    NVML_GPM_METRIC_NVLINK_TOTAL_RX_PER_SEC = 60,
    NVML_GPM_METRIC_NVLINK_TOTAL_TX_PER_SEC = 61
};
enum {
    NVML_ERROR_UNINITIALIZED = 1,
    NVML_ERROR_NOT_SUPPORTED = 3,
    NVML_ERROR_NO_PERMISSION = 4,
    NVML_ERROR_NOT_FOUND = 6,
    NVML_ERROR_INSUFFICIENT_SIZE = 7,
    NVML_ERROR_DRIVER_NOT_LOADED = 9,
    NVML_ERROR_TIMEOUT = 10,
    NVML_ERROR_FUNCTION_NOT_FOUND = 13,
    NVML_ERROR_GPU_IS_LOST = 15,
    NVML_ERROR_RESET_REQUIRED = 16,
    NVML_ERROR_LIB_RM_VERSION_MISMATCH = 18
};
#endif

#define CONSTANT(name) printf(#name " %ld\n", (long)(name))
#define LENGTH(type) printf(#type " %zu\n", sizeof(type))
#define FIELD(type, field) printf(#type "." #field " %zu\n", offsetof(type, field))

int main(void) {
    FIELD(nvmlMemory_t, total);
    FIELD(nvmlMemory_t, free);
    FIELD(nvmlMemory_t, used);
    LENGTH(nvmlMemory_v2_t);
    FIELD(nvmlMemory_v2_t, version);
    FIELD(nvmlMemory_v2_t, total);
    FIELD(nvmlMemory_v2_t, reserved);
    FIELD(nvmlMemory_v2_t, free);
    FIELD(nvmlMemory_v2_t, used);
    CONSTANT(nvmlMemory_v2);
    FIELD(nvmlPciInfo_t, busId);
    LENGTH(nvmlGridLicensableFeature_t);
    FIELD(nvmlGridLicensableFeature_t, featureState);
    FIELD(nvmlGridLicensableFeatures_t, licensableFeaturesCount);
    FIELD(nvmlGridLicensableFeatures_t, gridLicensableFeatures);
    CONSTANT(NVML_GRID_LICENSE_FEATURE_MAX_COUNT);
    FIELD(nvmlViolationTime_t, violationTime);
    LENGTH(nvmlFieldValue_t);
    FIELD(nvmlFieldValue_t, fieldId);
    FIELD(nvmlFieldValue_t, scopeId);
    FIELD(nvmlFieldValue_t, valueType);
    FIELD(nvmlFieldValue_t, nvmlReturn);
    FIELD(nvmlFieldValue_t, value);
    LENGTH(nvmlGpmMetricsGet_t);
    FIELD(nvmlGpmMetricsGet_t, version);
    FIELD(nvmlGpmMetricsGet_t, numMetrics);
    FIELD(nvmlGpmMetricsGet_t, sample1);
    FIELD(nvmlGpmMetricsGet_t, sample2);
    FIELD(nvmlGpmMetricsGet_t, metrics);
    LENGTH(nvmlGpmMetric_t);
    FIELD(nvmlGpmMetric_t, metricId);
    FIELD(nvmlGpmMetric_t, nvmlReturn);
    FIELD(nvmlGpmMetric_t, value);
    CONSTANT(NVML_GPM_METRICS_GET_VERSION);
    CONSTANT(NVML_GPM_SUPPORT_VERSION);
    FIELD(nvmlGpmSupport_t, isSupportedDevice);
    LENGTH(nvmlProcessInfo_t);
    FIELD(nvmlProcessInfo_t, pid);
    FIELD(nvmlProcessInfo_t, usedGpuMemory);
    FIELD(nvmlProcessInfo_t, gpuInstanceId);
    LENGTH(nvmlProcessUtilizationSample_t);
    FIELD(nvmlProcessUtilizationSample_t, pid);
    FIELD(nvmlProcessUtilizationSample_t, timeStamp);
    FIELD(nvmlProcessUtilizationSample_t, smUtil);
    LENGTH(nvmlEventData_t);
    FIELD(nvmlEventData_t, device);
    FIELD(nvmlEventData_t, eventType);
    FIELD(nvmlEventData_t, eventData);
    CONSTANT(nvmlEventTypeXidCriticalError);
    CONSTANT(NVML_TEMPERATURE_GPU);
    CONSTANT(NVML_CLOCK_SM);
    CONSTANT(NVML_CLOCK_MEM);
    CONSTANT(NVML_INFOROM_OEM);
    CONSTANT(NVML_INFOROM_ECC);
    CONSTANT(NVML_INFOROM_POWER);
    CONSTANT(NVML_BRAND_UNKNOWN);
    CONSTANT(NVML_BRAND_QUADRO);
    CONSTANT(NVML_BRAND_TESLA);
    CONSTANT(NVML_BRAND_NVS);
    CONSTANT(NVML_BRAND_GRID);
    CONSTANT(NVML_BRAND_GEFORCE);
    CONSTANT(NVML_BRAND_TITAN);
    CONSTANT(NVML_BRAND_NVIDIA_VAPPS);
    CONSTANT(NVML_BRAND_NVIDIA_VPC);
    CONSTANT(NVML_BRAND_NVIDIA_VCS);
    CONSTANT(NVML_BRAND_NVIDIA_VWS);
    CONSTANT(NVML_BRAND_NVIDIA_CLOUD_GAMING);
    CONSTANT(NVML_BRAND_QUADRO_RTX);
    CONSTANT(NVML_BRAND_NVIDIA_RTX);
    CONSTANT(NVML_BRAND_NVIDIA);
    CONSTANT(NVML_BRAND_GEFORCE_RTX);
    CONSTANT(NVML_BRAND_TITAN_RTX);
    CONSTANT(NVML_SYSTEM_NVML_VERSION_BUFFER_SIZE);
    CONSTANT(NVML_DEVICE_SERIAL_BUFFER_SIZE);
    CONSTANT(NVML_DEVICE_INFOROM_VERSION_BUFFER_SIZE);
    CONSTANT(NVML_DEVICE_VBIOS_VERSION_BUFFER_SIZE);
    CONSTANT(NVML_FI_DEV_MEMORY_TEMP);
    CONSTANT(NVML_FI_DEV_NVLINK_THROUGHPUT_DATA_TX);
    CONSTANT(NVML_FI_DEV_NVLINK_THROUGHPUT_DATA_RX);
    CONSTANT(NVML_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL);
    CONSTANT(NVML_FI_DEV_NVLINK_CRC_DATA_ERROR_COUNT_TOTAL);
    CONSTANT(NVML_FI_DEV_NVLINK_REPLAY_ERROR_COUNT_TOTAL);
    CONSTANT(NVML_FI_DEV_NVLINK_RECOVERY_ERROR_COUNT_TOTAL);
    CONSTANT(NVML_GPM_METRIC_GRAPHICS_UTIL);
    CONSTANT(NVML_GPM_METRIC_SM_UTIL);
    CONSTANT(NVML_GPM_METRIC_SM_OCCUPANCY);
    CONSTANT(NVML_GPM_METRIC_ANY_TENSOR_UTIL);
    CONSTANT(NVML_GPM_METRIC_DRAM_BW_UTIL);
    CONSTANT(NVML_GPM_METRIC_FP64_UTIL);
    CONSTANT(NVML_GPM_METRIC_FP32_UTIL);
    CONSTANT(NVML_GPM_METRIC_FP16_UTIL);
    CONSTANT(NVML_GPM_METRIC_PCIE_TX_PER_SEC);
    CONSTANT(NVML_GPM_METRIC_PCIE_RX_PER_SEC);
    CONSTANT(NVML_GPM_METRIC_NVLINK_TOTAL_TX_PER_SEC);
    CONSTANT(NVML_GPM_METRIC_NVLINK_TOTAL_RX_PER_SEC);
    CONSTANT(NVML_ERROR_UNINITIALIZED);
    CONSTANT(NVML_ERROR_NOT_SUPPORTED);
    CONSTANT(NVML_ERROR_NO_PERMISSION);
    CONSTANT(NVML_ERROR_NOT_FOUND);
    CONSTANT(NVML_ERROR_INSUFFICIENT_SIZE);
    CONSTANT(NVML_ERROR_DRIVER_NOT_LOADED);
    CONSTANT(NVML_ERROR_TIMEOUT);
    CONSTANT(NVML_ERROR_FUNCTION_NOT_FOUND);
    CONSTANT(NVML_ERROR_GPU_IS_LOST);
    CONSTANT(NVML_ERROR_RESET_REQUIRED);
    CONSTANT(NVML_ERROR_LIB_RM_VERSION_MISMATCH);
    return 0;
}
