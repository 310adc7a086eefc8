package io.dunlin.gpu.pod;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads {@code v1.ListPodResourcesResponse} of the kubelet's pod-resources service:
 * <pre>
 *   ListPodResourcesResponse { repeated PodResources pod_resources = 1; }
 *   PodResources             { string name = 1; string namespace = 2; repeated ContainerResources containers = 3; }
 *   ContainerResources       { string name = 1; repeated ContainerDevices devices = 2;
 *                              repeated DynamicResource dynamic_resources = 5; }
 *   ContainerDevices         { string resource_name = 1; repeated string device_ids = 2; }
 *   DynamicResource          { repeated ClaimResource claim_resources = 4; }
 *   ClaimResource            { repeated CDIDevice cdi_devices = 1; string driver_name = 2; string pool_name = 3;
 *                              string device_name = 4; }
 *   CDIDevice                { string name = 1; }
 * </pre>
 */
final class PodResourcesDecoder {
    private static final String VENDOR_OF_PLUGIN = "nvidia.com/";
    private static final String VENDOR_OF_DRIVER = "nvidia.com";
    private static final int FIRST_FIELD = 1;

    private PodResourcesDecoder() {}

    @FunctionalInterface
    private interface FieldReader {
        /** Reads the field's value, or returns false to have it skipped. */
        boolean read(int field, CodedInputStream in) throws IOException;
    }

    static DeviceHolders decode(byte[] message) throws IOException {
        DeviceHolders.Builder holders = new DeviceHolders.Builder();
        fields(CodedInputStream.newInstance(message), (field, in) -> {
            if (field == FIRST_FIELD) {
                pod(in.readByteArray(), holders);
            }
            return field == FIRST_FIELD;
        });
        return holders.build();
    }

    private static void fields(CodedInputStream in, FieldReader reader) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            boolean delimited = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
            if (!delimited || !reader.read(WireFormat.getTagFieldNumber(tag), in)) {
                in.skipField(tag);
            }
        }
    }

    private static void pod(byte[] message, DeviceHolders.Builder holders) throws IOException {
        String[] names = new String[2];
        List<byte[]> containers = new ArrayList<>();
        fields(CodedInputStream.newInstance(message), (field, in) -> {
            switch (field) {
                case 1, 2 -> names[field - 1] = in.readString();
                case 3 -> containers.add(in.readByteArray());
                default -> {
                    return false;
                }
            }
            return true;
        });
        for (byte[] container : containers) {
            container(container, orEmpty(names[0]), orEmpty(names[1]), holders);
        }
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    private static void container(byte[] message, String pod, String namespace, DeviceHolders.Builder holders)
            throws IOException {
        String[] name = {""};
        List<String> devices = new ArrayList<>();
        fields(CodedInputStream.newInstance(message), (field, in) -> {
            switch (field) {
                case 1 -> name[0] = in.readString();
                case 2 -> pluginDevices(in.readByteArray(), devices);
                case 5 -> dynamicResource(in.readByteArray(), devices);
                default -> {
                    return false;
                }
            }
            return true;
        });
        devices.forEach(device -> holders.add(device, new PodContainer(pod, namespace, name[0])));
    }

    private static void pluginDevices(byte[] message, List<String> devices) throws IOException {
        String[] resource = {""};
        List<String> ids = new ArrayList<>();
        fields(CodedInputStream.newInstance(message), (field, in) -> {
            switch (field) {
                case 1 -> resource[0] = in.readString();
                case 2 -> ids.add(in.readString());
                default -> {
                    return false;
                }
            }
            return true;
        });
        if (resource[0].startsWith(VENDOR_OF_PLUGIN)) {
            devices.addAll(ids);
        }
    }

    private static void dynamicResource(byte[] message, List<String> devices) throws IOException {
        final int claimResources = 4;
        fields(CodedInputStream.newInstance(message), (field, in) -> {
            if (field == claimResources) {
                claim(in.readByteArray(), devices);
            }
            return field == claimResources;
        });
    }

    /** A CDI name that holds a UUID is surer than the driver's own name for the device, which counts minors. */
    private static void claim(byte[] message, List<String> devices) throws IOException {
        List<String> cdi = new ArrayList<>();
        String[] driverAndDevice = {"", ""};
        fields(CodedInputStream.newInstance(message), (field, in) -> {
            switch (field) {
                case 1 -> cdi.add(cdiName(in.readByteArray()));
                case 2 -> driverAndDevice[0] = in.readString();
                case 4 -> driverAndDevice[1] = in.readString();
                default -> {
                    return false;
                }
            }
            return true;
        });
        if (driverAndDevice[0].endsWith(VENDOR_OF_DRIVER)) {
            List<String> withUuid = cdi.stream()
                    .filter(name -> name.startsWith("GPU-") || name.startsWith("MIG-"))
                    .toList();
            devices.addAll(withUuid.isEmpty() ? List.of(driverAndDevice[1]) : withUuid);
        }
    }

    /** {@code k8s.gpu.nvidia.com/device=GPU-…} names the device behind the equals sign. */
    private static String cdiName(byte[] message) throws IOException {
        String[] name = {""};
        fields(CodedInputStream.newInstance(message), (field, in) -> {
            if (field == FIRST_FIELD) {
                name[0] = in.readString();
            }
            return field == FIRST_FIELD;
        });
        return name[0].substring(name[0].indexOf('=') + 1);
    }
}
