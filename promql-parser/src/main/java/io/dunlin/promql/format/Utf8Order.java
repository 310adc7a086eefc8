package io.dunlin.promql.format;

import java.util.Comparator;

/** Orders strings by their UTF-8 bytes, as Go does, which differs from Java's order above U+FFFF. */
enum Utf8Order implements Comparator<String> {
    INSTANCE;

    @Override
    public int compare(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean oneSurrogate = Character.isSurrogate(x) != Character.isSurrogate(y);
                int order = Character.compare(x, y);
                return oneSurrogate ? (Character.isSurrogate(x) ? 1 : -1) : order;
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
