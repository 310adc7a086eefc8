package io.dunlin.tsdb.model;

import java.util.Comparator;

/**
 * Compares strings in the order of their UTF-8 bytes, which is the order of every sorted thing in a block. It differs
 * from {@link String#compareTo} only where one string has a surrogate pair and the other a character above it.
 */
public final class Utf8Order {
    /** The order as a comparator. */
    public static final Comparator<String> COMPARATOR = Utf8Order::compare;

    private Utf8Order() {}

    /** Returns a negative number, zero or a positive number as {@code a} sorts before, with or after {@code b}. */
    public static int compare(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            char left = a.charAt(i);
            char right = b.charAt(i);
            if (left != right) {
                return Integer.compare(rank(left), rank(right));
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    /** Moves surrogates (code points from U+10000) behind the rest of the basic plane. */
    private static int rank(char c) {
        return Character.isSurrogate(c) ? c + 0x10000 : c;
    }
}
