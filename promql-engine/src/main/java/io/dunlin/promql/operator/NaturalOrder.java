package io.dunlin.promql.operator;

/**
 * The order in which people sort names with numbers: {@code node2} before {@code node10}. Texts are cut into runs of digits
 * and runs of anything else; runs of digits compare as numbers (of equal numbers the one with fewer leading zeros first),
 * other runs by character.
 */
final class NaturalOrder {
    private NaturalOrder() {}

    static int compare(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            int endA = endOfRun(a, i);
            int endB = endOfRun(b, j);
            String runA = a.substring(i, endA);
            String runB = b.substring(j, endB);
            int order =
                    isDigit(a.charAt(i)) && isDigit(b.charAt(j)) ? compareNumbers(runA, runB) : runA.compareTo(runB);
            if (order != 0) {
                return order;
            }
            i = endA;
            j = endB;
        }
        return Integer.compare(a.length() - i, b.length() - j);
    }

    private static int endOfRun(String text, int start) {
        boolean digits = isDigit(text.charAt(start));
        int end = start;
        while (end < text.length() && isDigit(text.charAt(end)) == digits) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int compareNumbers(String a, String b) {
        String digitsA = withoutLeadingZeros(a);
        String digitsB = withoutLeadingZeros(b);
        if (digitsA.length() != digitsB.length()) {
            return Integer.compare(digitsA.length(), digitsB.length());
        }
        int order = digitsA.compareTo(digitsB);
        return order != 0 ? order : Integer.compare(a.length(), b.length());
    }

    private static String withoutLeadingZeros(String digits) {
        int first = 0;
        while (first < digits.length() && digits.charAt(first) == '0') {
            first++;
        }
        return digits.substring(first);
    }
}
