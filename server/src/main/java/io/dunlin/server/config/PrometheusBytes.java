package io.dunlin.server.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as Prometheus writes them: {@code 512MB}, {@code 1.5GiB}; a unit is a power of 1024 either way. */
public final class PrometheusBytes {
    private static final Pattern SHAPE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(B|[KMGTPE]i?B)");
    private static final List<String> UNITS = List.of("B", "KB", "MB", "GB", "TB", "PB", "EB");
    private static final int STEP = 1024;

    private PrometheusBytes() {}

    /**
     * Reads a size.
     *
     * @throws IllegalArgumentException when the text is none, or over 8 EiB
     */
    public static long parse(String text) {
        if (text.equals("0")) {
            return 0;
        }
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "not a valid size: \"" + text + "\" (expected, for example, 512MB or 10GB)");
        }
        int power = UNITS.indexOf(matcher.group(2).replace("i", ""));
        double bytes = Double.parseDouble(matcher.group(1)) * Math.pow(STEP, power);
        if (bytes >= Long.MAX_VALUE) {
            throw new IllegalArgumentException("size out of range: \"" + text + "\"");
        }
        return (long) bytes;
    }

    /** Prints a size in the largest unit that leaves a whole number, units as {@code MB}. */
    public static String format(long bytes) {
        long left = bytes;
        int power = 0;
        while (left != 0 && left % STEP == 0 && power < UNITS.size() - 1) {
            left /= STEP;
            power++;
        }
        return String.format(Locale.ROOT, "%d%s", left, UNITS.get(power));
    }

    /** Prints a size as {@link #format} does, units as {@code MiB}. */
    public static String formatBinary(long bytes) {
        String text = format(bytes);
        boolean unit = Character.isLetter(text.charAt(text.length() - 2));
        return unit ? text.substring(0, text.length() - 1) + "iB" : text;
    }
}
