package io.dunlin.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.dunlin.tsdb.model.Labels;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies of any bytes: a write request is taken or refused as the sender's fault, and a refused one leaves nothing. */
class WriteBodyFuzzTest {
    @MethodSource("bodies")
    @FuzzTest(maxDuration = "2m")
    void takesOrRefusesAnyBody(byte[] body) {
        send(body);
    }

    /** The bytes are compressed first, so that all of them reach the decoder of the message. */
    @MethodSource("messages")
    @FuzzTest(maxDuration = "2m")
    void takesOrRefusesAnyMessage(byte[] message) {
        send(WriteRequests.compress(message));
    }

    private static void send(byte[] body) {
        WriteRequests requests = new WriteRequests();
        WriteResponse response = requests.sendBody(body);
        assertThat(response.status()).as(response.message()).isIn(204, 400, 413);
        assertThat(requests.storage.openAppenders).isZero();
        if (response.status() != 204) {
            assertThat(requests.storage.isUntouched()).isTrue();
            assertThat(response.message()).isNotBlank();
        }
    }

    static Stream<byte[]> bodies() {
        return messages().map(WriteRequests::compress);
    }

    static Stream<byte[]> messages() {
        Labels up = Labels.of("__name__", "up", "job", "node");
        return Stream.of(
                new byte[0],
                new ProtoBytes().series(up, WriteRequests.NOW, 1).toByteArray(),
                new ProtoBytes()
                        .series(up, WriteRequests.NOW, 1)
                        .series(Labels.of("__name__", "down"), WriteRequests.NOW - 5, -2.5)
                        .toByteArray());
    }
}
