package io.dunlin.tsdb.index;

import io.dunlin.tsdb.memory.Span;
import io.dunlin.tsdb.model.Labels;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;

/**
 * Says whether bytes are a canonical encoding already ({@link LabelEncoding}), so that a new series need not be parsed,
 * made into strings and encoded again. Only the usual is recognised: ASCII, labels shorter than 126 bytes, in order, each
 * with a value, the metric's name among them; of all else it says no, and the ordinary way decides. Reused; not
 * thread-safe.
 */
public final class CanonicalCheck {
    private static final byte[] METRIC_NAME = Labels.METRIC_NAME.getBytes(StandardCharsets.US_ASCII);
    private static final long NOT_ASCII = 0x8080808080808080L;

    /** Tag and length of name and value. */
    private static final int FRAMING = 4;

    private Span source;
    private int labels;
    private int longestName;
    private int longestValue;
    private boolean hasMetricName;

    /** Returns whether the bytes are a valid series in canonical encoding. */
    public boolean passes(DirectBuffer bytes, int offset, int length) {
        source = Span.of(bytes, 0, offset + length);
        labels = 0;
        longestName = 0;
        longestValue = 0;
        hasMetricName = false;
        int end = offset + length;
        int at = offset;
        int previousName = -1;
        while (at < end) {
            int next = labelEnd(at, end);
            if (next < 0 || previousName >= 0 && !isBefore(previousName, at + FRAMING)) {
                return false;
            }
            previousName = at + FRAMING;
            at = next;
        }
        return hasMetricName && isAscii(offset, end);
    }

    /** Returns where a label ends that begins here, or -1 where it is not as expected. Also notes how long its parts are. */
    private int labelEnd(int at, int end) {
        if (end - at < 2 + FRAMING || source.getByte(at) != LabelEncoding.LABEL_TAG) {
            return -1;
        }
        int pair = source.getByte(at + 1);
        int name = source.getByte(at + 3);
        if (pair > end - at - 2
                || name <= 0
                || name > pair - FRAMING
                || source.getByte(at + 2) != LabelEncoding.NAME_TAG) {
            return -1;
        }
        int valueAt = at + FRAMING + name;
        int value = source.getByte(valueAt + 1);
        if (source.getByte(valueAt) != LabelEncoding.VALUE_TAG || value <= 0 || value != pair - FRAMING - name) {
            return -1;
        }
        labels++;
        longestName = Math.max(longestName, name);
        longestValue = Math.max(longestValue, value);
        hasMetricName |= isMetricName(at + FRAMING, name);
        return valueAt + 2 + value;
    }

    private boolean isMetricName(int at, int length) {
        if (length != METRIC_NAME.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (source.getByte(at + i) != METRIC_NAME[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether the name that begins at one place sorts before that at another; the byte before each is its length. */
    private boolean isBefore(int name, int other) {
        int length = source.getByte(name - 1);
        int otherLength = source.getByte(other - 1);
        int common = Math.min(length, otherLength);
        for (int i = 0; i < common; i++) {
            byte a = source.getByte(name + i);
            byte b = source.getByte(other + i);
            if (a != b) {
                return a < b;
            }
        }
        return length < otherLength;
    }

    /** The tags and lengths are ASCII too. */
    private boolean isAscii(int from, int end) {
        long any = 0;
        int at = from;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            any |= source.getLong(at);
        }
        for (; at < end; at++) {
            any |= source.getByte(at);
        }
        return (any & NOT_ASCII) == 0;
    }

    /** Returns the number of labels of what has passed. */
    public int labels() {
        return labels;
    }

    /** Returns the length of the longest name of what has passed. */
    public int longestName() {
        return longestName;
    }

    /** Returns the length of the longest value of what has passed. */
    public int longestValue() {
        return longestValue;
    }
}
