package io.dunlin.remotewrite;

import static io.dunlin.remotewrite.WriteRequests.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.model.Exemplar;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.MetricMetadata;
import io.dunlin.tsdb.storage.RejectReason;
import io.dunlin.tsdb.storage.Room;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WriteHandlerTest {
    private static final Labels UP = Labels.of("__name__", "up", "job", "node");

    private final WriteRequests requests = new WriteRequests();
    private final FakeStorage storage = requests.storage;

    private static ProtoBytes oneSample() {
        return new ProtoBytes().series(UP, NOW, 1);
    }

    private WriteResponse handle(String method, String type, String encoding, byte[] body) {
        return requests.handler.handle(method, type, encoding, ByteBuffer.wrap(body));
    }

    @Test
    void acknowledgesARequestThatIsStored() {
        WriteResponse response = requests.send(oneSample());

        assertThat(response).isEqualTo(new WriteResponse(204, "", 0));
        assertThat(storage.samples("__name__", "up", "job", "node")).isEqualTo(Map.of(NOW, 1.0));
        assertThat(requests.handler.stats().samples()).isEqualTo(1);
        assertThat(storage.openAppenders).isZero();
    }

    @Test
    void readsBodiesInDirectMemory() {
        byte[] body = WriteRequests.compress(oneSample().toByteArray());
        ByteBuffer direct =
                ByteBuffer.allocateDirect(body.length + 7).position(7).put(body).position(7);

        assertThat(requests.handler.handle("POST", null, "snappy", direct).status())
                .isEqualTo(204);
        assertThat(direct.position()).isEqualTo(7);
        assertThat(storage.series).containsKey(UP);
    }

    @Test
    void refusesOtherMethods() {
        assertThat(handle("GET", null, null, new byte[0]).status()).isEqualTo(405);
    }

    @Test
    void tellsWrongTypesFromBrokenBodies() {
        byte[] broken = "no snappy".getBytes(StandardCharsets.UTF_8);

        assertThat(handle("POST", "application/json", "snappy", broken).status())
                .isEqualTo(415);
        assertThat(handle("POST", "image/png", "snappy", broken).status()).isEqualTo(415);
        assertThat(handle("POST", "application/x-protobuf", "gzip", broken).status())
                .isEqualTo(415);
        assertThat(handle("POST", "application/x-protobuf", "deflate", broken).status())
                .isEqualTo(415);
        assertThat(handle("POST", "application/x-protobuf", "snappy", broken).status())
                .isEqualTo(400);
        assertThat(storage.isUntouched()).isTrue();
    }

    @Test
    void takesTheMessageFromTheContentType() {
        byte[] body = WriteRequests.compress(oneSample().toByteArray());

        assertThat(handle("POST", "application/x-protobuf;proto=io.prometheus.write.v2.Request", "snappy", body)
                        .status())
                .isEqualTo(415);
        assertThat(handle("POST", "application/x-protobuf;proto=unheard.of", "snappy", body)
                        .status())
                .isEqualTo(415);
        assertThat(handle("POST", "application/x-protobuf; proto=prometheus.WriteRequest", "", body)
                        .status())
                .isEqualTo(204);
        assertThat(handle("POST", "Application/X-Protobuf;charset=utf-8", null, body)
                        .status())
                .isEqualTo(204);
    }

    @Test
    void refusesBodiesOverTheLimit() {
        WriteResponse response = requests.sendBody(new byte[WriteRequests.MAX_BYTES + 1]);

        assertThat(response.status()).isEqualTo(413);
        assertThat(response.message()).contains("bytes=1048577", "limit=1048576");
    }

    @Test
    void refusesBodiesThatDeclareMoreThanTheLimit() {
        WriteResponse response = requests.sendBody(
                new ProtoBytes().rawVarint(0xffff_ffffL).raw((byte) 0).toByteArray());

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.message()).contains("declared=4294967295", "limit=1048576");
    }

    @Test
    void waitsForMemoryAndWritesTheRequestOnce() {
        storage.rooms.addAll(List.of(Room.FREE, Room.FREE));

        assertThat(requests.send(oneSample()).status()).isEqualTo(204);

        assertThat(storage.samples("__name__", "up", "job", "node")).isEqualTo(Map.of(NOW, 1.0));
        assertThat(requests.handler.stats().waits()).isEqualTo(2);
        assertThat(requests.handler.stats().rejectedRequests(RejectReason.MEMORY))
                .isZero();
    }

    @Test
    void hasARequestSentAgainForWhichMemoryIsBeingFreed() {
        storage.rooms.add(Room.LATER);

        WriteResponse response = requests.send(oneSample());

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.message()).contains("bytes for new series", "send it again");
        assertThat(response.retryAfterSeconds()).isPositive();
        assertThat(storage.isUntouched()).isTrue();
        assertThat(requests.handler.stats().requestsPutOff()).isEqualTo(1);
    }

    @Test
    void refusesARequestForWhichNoMemoryCanBeFreed() {
        storage.rooms.add(Room.NONE);

        assertThat(requests.send(oneSample()))
                .isEqualTo(new WriteResponse(400, "limit reached: bytes for new series", 0));

        assertThat(storage.isUntouched()).isTrue();
        assertThat(requests.handler.stats().rejectedRequests(RejectReason.MEMORY))
                .isEqualTo(1);
    }

    @Test
    void rollsTheWholeRequestBackWhenOneSampleIsOutOfOrder() {
        requests.send(oneSample());
        Labels other = Labels.of("__name__", "other");

        WriteResponse response =
                requests.send(new ProtoBytes().series(other, NOW, 1).series(UP, NOW - 1, 1));

        assertThat(response).isEqualTo(new WriteResponse(400, "out of order sample", 0));
        assertThat(storage.series).containsOnlyKeys(UP);
        assertThat(storage.rollbacks).isEqualTo(1);
        assertThat(requests.handler.stats().rejectedRequests(RejectReason.OUT_OF_ORDER))
                .isEqualTo(1);
    }

    @Test
    void refusesAnotherValueAtTheSameTimeAndTakesTheSameTwice() {
        requests.send(oneSample());

        assertThat(requests.send(oneSample()).status()).isEqualTo(204);
        assertThat(requests.send(new ProtoBytes().series(UP, NOW, 2)))
                .isEqualTo(new WriteResponse(400, "duplicate sample for timestamp", 0));
    }

    @Test
    void refusesSamplesTooFarInTheFuture() {
        long newest = NOW + 600_000;

        assertThat(requests.send(new ProtoBytes().series(UP, newest, 1)).status())
                .isEqualTo(204);
        WriteResponse response = requests.send(new ProtoBytes().series(UP, newest + 1, 1));
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.message()).startsWith("out of bounds");
    }

    @Test
    void dropsSeriesWithInvalidLabelsAndKeepsTheRest() {
        ProtoBytes request = new ProtoBytes()
                .message(1, series -> series.label("job", "nameless").sample(NOW, 1))
                .message(1, series -> series.label("__name__", "").sample(NOW, 1))
                .message(
                        1,
                        series -> series.label("", "x").label("__name__", "a").sample(NOW, 1))
                .message(
                        1,
                        series -> series.label("__name__", "a")
                                .label("b", "1")
                                .label("b", "2")
                                .sample(NOW, 1))
                .message(
                        1,
                        series -> series.label("__name__", "a")
                                .message(1, label -> label.string(1, "b").bytes(2, new byte[] {(byte) 0xff}))
                                .sample(NOW, 1))
                .message(1, series -> series.sample(NOW, 1))
                .series(UP, NOW, 1);

        assertThat(requests.send(request).status()).isEqualTo(204);
        assertThat(storage.series).containsOnlyKeys(UP);
        assertThat(requests.handler.stats().droppedSeries()).isEqualTo(6);
    }

    @Test
    void takesLabelsInAnyOrderAndPlace() {
        ProtoBytes request = new ProtoBytes()
                .message(
                        1,
                        series -> series.label("z", "1")
                                .label("__name__", "shuffled")
                                .label("a", "\uFFFD")
                                .sample(NOW, 1))
                .message(1, series -> series.sample(NOW, 2).label("__name__", "late"))
                .message(
                        1,
                        series -> series.label("__name__", "split")
                                .sample(NOW, 3)
                                .label("a", "1")
                                .sample(NOW + 1, 4));

        assertThat(requests.send(request).status()).isEqualTo(204);
        assertThat(storage.samples("__name__", "shuffled", "a", "\uFFFD", "z", "1"))
                .isEqualTo(Map.of(NOW, 1.0));
        assertThat(storage.samples("__name__", "late")).isEqualTo(Map.of(NOW, 2.0));
        assertThat(storage.samples("__name__", "split", "a", "1")).isEqualTo(Map.of(NOW, 3.0, NOW + 1, 4.0));
    }

    @Test
    void keepsMetadataAndExemplars() {
        Labels trace = Labels.of("trace_id", "abc");
        ProtoBytes request = new ProtoBytes()
                .message(
                        1,
                        series -> series.labels(UP)
                                .sample(NOW, 1)
                                .message(
                                        3,
                                        exemplar -> exemplar.labels(trace)
                                                .fixed64(2, 0.5)
                                                .varint(3, NOW)))
                .message(
                        3,
                        metadata -> metadata.varint(1, 1)
                                .string(2, "up")
                                .string(4, "Is it up?")
                                .string(5, "s"));

        assertThat(requests.send(request).status()).isEqualTo(204);
        assertThat(storage.metadata).containsExactly(new MetricMetadata("up", "counter", "Is it up?", "s"));
        assertThat(storage.exemplars.get(UP)).containsExactly(new Exemplar(trace, 0.5, NOW));
    }

    @Test
    void keepsTheSamplesWhenAnExemplarIsRefused() {
        ProtoBytes request = new ProtoBytes()
                .message(
                        1,
                        series -> series.labels(UP)
                                .sample(NOW, 1)
                                .message(3, exemplar -> exemplar.fixed64(2, 0.5).varint(3, -1))
                                .message(
                                        3,
                                        exemplar -> exemplar.label("", "")
                                                .fixed64(2, 0.5)
                                                .varint(3, NOW)));

        assertThat(requests.send(request).status()).isEqualTo(204);
        assertThat(storage.series).containsKey(UP);
        assertThat(requests.handler.stats().rejectedExemplars()).isEqualTo(2);
    }

    @Test
    void refusesInvalidHistograms() {
        ProtoBytes request = new ProtoBytes()
                .message(
                        1,
                        series -> series.labels(UP)
                                .message(
                                        4,
                                        histogram -> histogram
                                                .varint(1, 7)
                                                .fixed64(3, 1.0)
                                                .span(11, 0, 1)
                                                .packedSigned(12, 3)
                                                .varint(15, NOW)));

        WriteResponse response = requests.send(request);
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.message()).isEqualTo("invalid histogram: buckets and count differ: buckets=3.0 count=7.0");
        assertThat(storage.isUntouched()).isTrue();
    }

    @Test
    void asksTheSenderToComeBackWhenTheStorageFails() {
        storage.failsToCommit = true;

        WriteResponse response = requests.send(oneSample());
        assertThat(response).isEqualTo(new WriteResponse(503, "No space left on device: file=log/00000001", 5));
        assertThat(storage.isUntouched()).isTrue();

        storage.failsToCommit = false;
        assertThat(requests.send(oneSample()).status()).isEqualTo(204);
    }

    @Test
    void saysWhereTheProtobufIsBroken() {
        WriteResponse response =
                requests.send(new ProtoBytes().rawVarint(1 << 3 | 2).rawVarint(99));

        assertThat(response)
                .isEqualTo(new WriteResponse(
                        400, "malformed protobuf at byte 2: a field is longer than its message: length=99 left=0", 0));
    }

    @Test
    void refusesKnownFieldsOfTheWrongTypeAndPassesOverUnknownOnes() {
        assertThat(requests.send(new ProtoBytes().varint(1, 5)).message()).contains("field=1 wireType=0");
        assertThat(requests.send(new ProtoBytes().rawVarint(9 << 3 | 3)).message())
                .contains("wireType=3");
        assertThat(requests.send(oneSample().varint(100, 5).fixed64(101, 1).string(102, "new"))
                        .status())
                .isEqualTo(204);
    }

    @Test
    void acceptsAnEmptyRequest() {
        assertThat(requests.send(new ProtoBytes()).status()).isEqualTo(204);
        assertThat(storage.isUntouched()).isTrue();
    }
}
