package io.dunlin.promql.function;

/**
 * One parameter of a function. Optional and repeated parameters stand last.
 *
 * @param name what the documentation calls it
 * @param type the type its arguments must have
 * @param minCount the fewest arguments it takes: 1, or 0 when it may be left out
 * @param maxCount the most arguments it takes; {@link #UNLIMITED} for no limit
 */
public record Parameter(String name, ValueType type, int minCount, int maxCount) {
    /** The count of a parameter that takes any number of arguments. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    static Parameter required(String name, ValueType type) {
        return new Parameter(name, type, 1, 1);
    }

    static Parameter optional(String name, ValueType type) {
        return new Parameter(name, type, 0, 1);
    }

    static Parameter repeated(String name, ValueType type, int minCount, int maxCount) {
        return new Parameter(name, type, minCount, maxCount);
    }

    /** Returns the parameter as a signature shows it: {@code v instant-vector}, {@code [v instant-vector]}, {@code …}. */
    public String signature() {
        String text = name + " " + type.documentedName().replace(' ', '-');
        if (maxCount > 1) {
            return minCount == 0 ? "[" + text + " ...]" : text + " ...";
        }
        return minCount == 0 ? "[" + text + "]" : text;
    }
}
