package io.dunlin.remotewrite;

import static io.dunlin.remotewrite.WriteRequests.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.model.Labels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Assertions;

class V1DecoderProperties {
    record Point(int timeStep, double value) {}

    record Series(Map<String, String> labels, List<Point> points) {
        Labels labelSet() {
            return Labels.of(labels);
        }
    }

    @Provide
    Arbitrary<Series> series() {
        Arbitrary<String> text =
                Arbitraries.strings().ofMinLength(1).ofMaxLength(12).filter(V1DecoderProperties::isUnicode);
        Arbitrary<Map<String, String>> labels =
                Arbitraries.maps(text, text).ofMaxSize(8).map(V1DecoderProperties::withName);
        Arbitrary<Point> point = Combinators.combine(Arbitraries.integers().between(1, 1000), Arbitraries.doubles())
                .as(Point::new);
        return Combinators.combine(labels, point.list().ofMaxSize(5)).as(Series::new);
    }

    private static boolean isUnicode(String text) {
        return text.codePoints().noneMatch(c -> c >= 0xd800 && c < 0xe000);
    }

    private static Map<String, String> withName(Map<String, String> labels) {
        Map<String, String> named = new HashMap<>(labels);
        named.put("__name__", "m");
        return named;
    }

    @Property(tries = 300)
    void everySampleOfEverySeriesArrives(@ForAll("series-list") List<Series> sent) {
        WriteRequests requests = new WriteRequests();
        Map<Labels, Map<Long, Object>> expected = new HashMap<>();
        ProtoBytes request = new ProtoBytes();
        long time = NOW - 10_000_000;
        for (Series series : sent) {
            ProtoBytes message = new ProtoBytes();
            // Map order, so mostly not name order.
            series.labels().forEach(message::label);
            for (Point point : series.points()) {
                time += point.timeStep();
                sample(message, time, point.value());
                expected.computeIfAbsent(series.labelSet(), ignored -> new TreeMap<>())
                        .put(time, point.value());
            }
            request.bytes(1, message.toByteArray());
        }

        assertThat(requests.send(request).status()).isEqualTo(204);
        assertThat(requests.storage.series).isEqualTo(expected);
    }

    /** Senders leave a field out that has its default. */
    private static void sample(ProtoBytes series, long time, double value) {
        if (Double.doubleToRawLongBits(value) == 0) {
            series.message(2, sample -> sample.varint(2, time));
        } else {
            series.sample(time, value);
        }
    }

    @Provide("series-list")
    Arbitrary<List<Series>> seriesList() {
        return series().list().ofMaxSize(20);
    }

    /** Most series have one sample, but some have none or several, and that is found out in the midst of a batch. */
    @Property(tries = 100)
    void seriesOfOneSampleAndOthersMayBeMixed(@ForAll @Size(max = 150) List<@IntRange(max = 40) Integer> counts) {
        WriteRequests requests = new WriteRequests();
        ProtoBytes request = new ProtoBytes();
        Map<Labels, Map<Long, Object>> expected = new HashMap<>();
        for (int i = 0; i < counts.size(); i++) {
            Labels labels = Labels.of("__name__", "m", "number", Integer.toString(i));
            int samples = counts.get(i) > 5 ? 1 : counts.get(i);
            ProtoBytes message = new ProtoBytes().labels(labels);
            for (int j = 0; j < samples; j++) {
                double value = (i + j) % 3;
                sample(message, NOW + j, value);
                expected.computeIfAbsent(labels, ignored -> new TreeMap<>()).put(NOW + j, value);
            }
            request.bytes(1, message.toByteArray());
        }

        assertThat(requests.send(request).status()).isEqualTo(204);
        assertThat(requests.storage.series).isEqualTo(expected);
    }

    @Example
    void aLabelThatEndsLikeASampleIsNone() {
        byte[] sample = new ProtoBytes().sample(NOW, 1).toByteArray();
        byte[] zero = new ProtoBytes().message(2, one -> one.varint(2, NOW)).toByteArray();
        for (byte[] end : List.of(sample, zero)) {
            WriteRequests requests = new WriteRequests();
            ProtoBytes request = new ProtoBytes()
                    .message(
                            1,
                            series -> series.message(
                                            1,
                                            label -> label.string(1, "__name__")
                                                    .string(2, "other")
                                                    .string(1, "__name__"))
                                    .sample(NOW, 1))
                    .message(
                            1,
                            series -> series.label("__name__", "named")
                                    .message(1, label -> label.string(1, "text").bytes(2, end)));
            requests.send(request);

            assertThat(requests.storage.samples("__name__", "named")).isEmpty();
            assertThat(requests.storage.series).hasSize(1);
        }
    }

    /** A changed byte may change a value or a name, but it either gives a whole request or leaves nothing behind. */
    @Property(tries = 50)
    void aChangedByteIsRefusedWholeOrTakenWhole(@ForAll("series-list") List<Series> sent, @ForAll byte mask) {
        ProtoBytes request = new ProtoBytes();
        sent.forEach(series -> request.series(series.labelSet(), NOW, 1));
        byte[] valid = request.toByteArray();
        for (int i = 0; i < valid.length; i++) {
            byte[] changed = valid.clone();
            changed[i] ^= mask;
            check(WriteRequests.compress(changed), "byte " + i + " of the message");
        }
        byte[] body = WriteRequests.compress(valid);
        for (int i = 0; i < body.length; i++) {
            byte[] changed = body.clone();
            changed[i] ^= mask;
            check(changed, "byte " + i + " of the body");
        }
    }

    @Property(tries = 200)
    void arbitraryBytesNeverBreakTheReceiver(@ForAll @Size(max = 200) byte[] bytes) {
        check(WriteRequests.compress(bytes), "message");
        check(bytes, "body");
    }

    @Property(tries = 50)
    void aMessageCutShortIsRefusedWholeOrTakenWhole(
            @ForAll("series-list") List<Series> sent, @ForAll @IntRange(max = 10_000) int cut) {
        ProtoBytes request = new ProtoBytes();
        sent.forEach(series -> request.series(series.labelSet(), NOW, 1));
        byte[] valid = request.toByteArray();
        byte[] head = java.util.Arrays.copyOf(valid, cut % (valid.length + 1));
        check(WriteRequests.compress(head), "message");
    }

    private static void check(byte[] body, String what) {
        WriteRequests requests = new WriteRequests();
        WriteResponse response = requests.sendBody(body);
        if (response.status() == 400) {
            assertThat(response.message()).as(what).isNotBlank();
            Assertions.assertTrue(requests.storage.isUntouched(), what);
        } else {
            assertThat(response.status()).as(what + ": " + response.message()).isEqualTo(204);
        }
    }
}
