package io.dunlin.promql.annotation;

/**
 * One warning or info. Two annotations with the same {@link #text()} are one: the later is merged into the earlier.
 * Immutable.
 *
 * @param severity whether it is a warning or an info
 * @param text the message without position and details, which identifies the annotation
 * @param position where the expression concerned begins in the query, in UTF-16 units
 * @param detail what is gathered over all occurrences
 */
public record Annotation(Severity severity, String text, int position, Detail detail) {
    /** How much an annotation matters. */
    public enum Severity {
        WARNING("PromQL warning"),
        INFO("PromQL info");

        private final String prefix;

        Severity(String prefix) {
            this.prefix = prefix;
        }
    }

    /** What is gathered over the occurrences of one annotation and printed behind its text. Immutable. */
    public interface Detail {
        /** Returns the union of this and an earlier occurrence's detail, which is of the same class. */
        Detail merge(Detail earlier);

        /** Returns the detail as it stands when the call that gathered it is over. */
        default Detail settled() {
            return this;
        }

        /** Prints the detail, with its leading separator. */
        String print();
    }

    private static final Detail NO_DETAIL = new Detail() {
        @Override
        public Detail merge(Detail earlier) {
            return this;
        }

        @Override
        public String print() {
            return "";
        }
    };

    /** Makes a warning. */
    public static Annotation warning(String text, int position) {
        return new Annotation(Severity.WARNING, text, position, NO_DETAIL);
    }

    /** Makes an info. */
    public static Annotation info(String text, int position) {
        return new Annotation(Severity.INFO, text, position, NO_DETAIL);
    }

    /** Returns this annotation with the details of an earlier occurrence added. */
    Annotation mergedWith(Annotation earlier) {
        return new Annotation(severity, text, position, detail.merge(earlier.detail));
    }

    /** Returns this annotation as it stands when the call that gathered it is over. */
    Annotation settled() {
        return new Annotation(severity, text, position, detail.settled());
    }

    /** Prints the annotation as the HTTP API returns it: {@code PromQL warning: text (line:column)}. */
    public String print(String query) {
        return severity.prefix + ": " + text + detail.print() + " (" + lineAndColumn(query) + ")";
    }

    /** Columns count bytes of UTF-8, as in Prometheus. */
    private String lineAndColumn(String query) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < position; ) {
            int codePoint = query.codePointAt(i);
            if (codePoint == '\n') {
                line++;
                column = 1;
            } else {
                column += utf8Length(codePoint);
            }
            i += Character.charCount(codePoint);
        }
        return line + ":" + column;
    }

    private static int utf8Length(int codePoint) {
        if (codePoint < 0x80) {
            return 1;
        }
        if (codePoint < 0x800) {
            return 2;
        }
        return codePoint < 0x10000 ? 3 : 4;
    }
}
