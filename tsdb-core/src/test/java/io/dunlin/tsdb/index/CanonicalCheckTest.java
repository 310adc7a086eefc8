package io.dunlin.tsdb.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.model.Labels;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What passes is what encoding its labels anew would give; what a sender usually sends passes. */
class CanonicalCheckTest {
    private final CanonicalCheck check = new CanonicalCheck();

    private static byte[] encode(String... pairs) {
        ExpandableArrayBuffer into = new ExpandableArrayBuffer(64);
        int at = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            at = LabelEncoding.putLabel(
                    into, at, pairs[i].getBytes(StandardCharsets.UTF_8), pairs[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        return Arrays.copyOf(into.byteArray(), at);
    }

    private boolean passes(byte[] bytes) {
        UnsafeBuffer shifted = new UnsafeBuffer(new byte[bytes.length + 3]);
        shifted.putBytes(3, bytes);
        return check.passes(shifted, 3, bytes.length);
    }

    @Test
    void shouldPassWhatSendersUsuallySend() {
        assertThat(passes(encode("__name__", "up", "instance", "node-1:9100", "job", "node")))
                .isTrue();
        assertThat(check.labels()).isEqualTo(3);
        assertThat(check.longestName()).isEqualTo("instance".length());
        assertThat(check.longestValue()).isEqualTo("node-1:9100".length());
    }

    @Test
    void shouldLeaveTheUnusualToOthers() {
        assertThat(passes(encode())).isFalse();
        assertThat(passes(encode("job", "node"))).as("no metric name").isFalse();
        assertThat(passes(encode("__name__", "up", "job", "")))
                .as("empty value")
                .isFalse();
        assertThat(passes(encode("", "x", "__name__", "up"))).as("empty name").isFalse();
        assertThat(passes(encode("job", "node", "__name__", "up")))
                .as("not sorted")
                .isFalse();
        assertThat(passes(encode("__name__", "up", "__name__", "up")))
                .as("twice")
                .isFalse();
        assertThat(passes(encode("__name__", "up", "job", "nöde")))
                .as("not ASCII")
                .isFalse();
        assertThat(passes(encode("__name__", "up", "job", "x".repeat(200))))
                .as("long")
                .isFalse();
    }

    @Provide
    Arbitrary<Map<String, String>> labels() {
        Arbitrary<String> texts =
                Arbitraries.strings().withChars("ab_zé").ofMinLength(0).ofMaxLength(6);
        return Arbitraries.maps(texts, texts).ofMaxSize(5);
    }

    @Property
    void shouldPassOnlyCanonicalEncodings(
            @ForAll("labels") Map<String, String> labels, @ForAll boolean named, @ForAll int change, @ForAll byte by) {
        TreeMap<String, String> sorted = new TreeMap<>(labels);
        if (named) {
            sorted.put("__name__", "up");
        }
        String[] pairs = sorted.entrySet().stream()
                .flatMap(label -> List.of(label.getKey(), label.getValue()).stream())
                .toArray(String[]::new);
        requireCanonicalWherePassed(encode(pairs));
        byte[] changed = encode(pairs);
        if (changed.length > 0) {
            changed[Math.floorMod(change, changed.length)] = by;
            requireCanonicalWherePassed(changed);
            requireCanonicalWherePassed(Arrays.copyOf(changed, Math.floorMod(change, changed.length)));
        }
    }

    private void requireCanonicalWherePassed(byte[] bytes) {
        if (passes(bytes)) {
            Labels labels = LabelEncoding.decode(bytes);
            TreeMap<String, String> sorted = new TreeMap<>();
            for (int i = 0; i < labels.size(); i++) {
                assertThat(labels.value(i)).isNotEmpty();
                assertThat(sorted.isEmpty() || sorted.lastKey().compareTo(labels.name(i)) < 0)
                        .isTrue();
                sorted.put(labels.name(i), labels.value(i));
            }
            assertThat(labels.metricName()).isNotEmpty();
            ExpandableArrayBuffer again = new ExpandableArrayBuffer(64);
            int length = LabelEncoding.encode(labels, again, 0);
            assertThat(Arrays.copyOf(again.byteArray(), length)).isEqualTo(bytes);
        }
    }
}
