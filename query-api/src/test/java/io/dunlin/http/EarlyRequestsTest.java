package io.dunlin.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EarlyRequestsTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final EarlyRequests early = new EarlyRequests();
    private final List<String> gone = new ArrayList<>();

    @BeforeEach
    void stopTheClock() {
        channel.freezeTime();
        early.hold(channel.eventLoop(), () -> gone.add("first"));
    }

    @AfterEach
    void close() {
        channel.close();
    }

    private void pass(long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runPendingTasks();
    }

    @Test
    void holdsARequestForAMomentAndNoLonger() {
        pass(EarlyRequests.HOLD_MILLIS - 1);
        assertThat(gone).isEmpty();
        pass(1);
        assertThat(gone).containsExactly("first");
    }

    @Test
    void letsAllGoAtOnceAndEachOnlyOnce() {
        early.hold(channel.eventLoop(), () -> gone.add("second"));
        early.release();
        channel.runPendingTasks();
        assertThat(gone).containsExactlyInAnyOrder("first", "second");
        pass(EarlyRequests.HOLD_MILLIS);
        assertThat(gone).hasSize(2);
    }
}
