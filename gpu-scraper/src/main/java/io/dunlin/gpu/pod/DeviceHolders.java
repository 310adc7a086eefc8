package io.dunlin.gpu.pod;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which containers were given which device, by the ids that device plugins and DRA drivers use for NVIDIA GPUs. Immutable
 * once built.
 *
 * <p>Ids understood: a GPU's or instance's UUID ({@code GPU-…}, {@code MIG-…}); a replica of one, {@code UUID::3}; the older
 * form of an instance, {@code MIG-GPU-…/7/0}; GKE's {@code nvidia0}, {@code nvidia0/gi7} and {@code nvidia0/vgpu2}; and the
 * DRA driver's {@code gpu-0} and CDI names that end in one of these.
 */
public final class DeviceHolders {
    /** Nobody holds anything. */
    public static final DeviceHolders NONE = new Builder().build();

    private static final Pattern REPLICA = Pattern.compile("(::|/vgpu)\\d+$");
    private static final Pattern OLD_INSTANCE = Pattern.compile("^MIG-(GPU-[^/]+)/(\\d{1,9})/\\d+$");
    private static final Pattern GKE = Pattern.compile("^nvidia(\\d{1,9})(?:/gi(\\d{1,9}))?$");
    private static final Pattern DRA = Pattern.compile("^gpu-(\\d{1,9})$");

    private final Map<String, Set<PodContainer>> holders;

    private DeviceHolders(Map<String, Set<PodContainer>> holders) {
        this.holders = holders;
    }

    /**
     * Returns the containers that hold a device.
     *
     * @param uuid its UUID
     * @param gpuUuid the UUID of its GPU, the same for a whole GPU
     * @param minor the number in {@code /dev/nvidiaN} of its GPU
     * @param instance its GPU instance id, or a negative number for a whole GPU
     */
    public Set<PodContainer> of(String uuid, String gpuUuid, int minor, int instance) {
        Set<PodContainer> found = new LinkedHashSet<>(holders.getOrDefault(uuid, Set.of()));
        if (instance >= 0) {
            found.addAll(holders.getOrDefault(instanceKey(gpuUuid, instance), Set.of()));
            found.addAll(holders.getOrDefault(instanceKey(minorKey(minor), instance), Set.of()));
        } else {
            found.addAll(holders.getOrDefault(minorKey(minor), Set.of()));
        }
        return found;
    }

    /** Returns the containers that hold any GPU, in the order of their devices. */
    public List<PodContainer> all() {
        Set<PodContainer> all = new LinkedHashSet<>();
        holders.values().forEach(all::addAll);
        return List.copyOf(all);
    }

    private static String minorKey(int minor) {
        return "minor " + minor;
    }

    private static String instanceKey(String gpu, int instance) {
        return gpu + " instance " + instance;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DeviceHolders that && holders.equals(that.holders);
    }

    @Override
    public int hashCode() {
        return holders.hashCode();
    }

    /** Collects who holds what. */
    static final class Builder {
        private final Map<String, Set<PodContainer>> holders = new HashMap<>();

        /** Adds a device id of a device plugin or a DRA driver; ids of no known form are other vendors' and are left out. */
        Builder add(String deviceId, PodContainer container) {
            String id = REPLICA.matcher(deviceId).replaceFirst("");
            String key = key(id);
            if (key != null) {
                holders.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(container);
            }
            return this;
        }

        private static String key(String id) {
            Matcher oldInstance = OLD_INSTANCE.matcher(id);
            if (oldInstance.matches()) {
                return instanceKey(oldInstance.group(1), Integer.parseInt(oldInstance.group(2)));
            }
            if (id.startsWith("GPU-") || id.startsWith("MIG-")) {
                return id;
            }
            Matcher gke = GKE.matcher(id);
            if (gke.matches()) {
                String minor = minorKey(Integer.parseInt(gke.group(1)));
                return gke.group(2) == null ? minor : instanceKey(minor, Integer.parseInt(gke.group(2)));
            }
            Matcher dra = DRA.matcher(id);
            return dra.matches() ? minorKey(Integer.parseInt(dra.group(1))) : null;
        }

        DeviceHolders build() {
            return new DeviceHolders(Map.copyOf(holders));
        }
    }
}
