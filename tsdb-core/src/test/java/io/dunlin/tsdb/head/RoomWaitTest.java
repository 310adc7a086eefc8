package io.dunlin.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.MemoryTag;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.storage.Room;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a request is told that waits for memory. */
class RoomWaitTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final OffHeap offHeap = OffHeap.withLimit(1 << 20);
    private final MemoryScope series = offHeap.openScope("series");
    private final RoomWait room = new RoomWait(new MemoryCeiling(offHeap));

    @BeforeEach
    void fill() {
        series.allocate(MemoryTag.HEAD_RECORDS, 1 << 20);
    }

    @AfterEach
    void free() {
        series.close();
        assertThat(offHeap.anonymousBytes()).isZero();
    }

    private CompletableFuture<Room> inBackground(Duration longest) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return room.await(longest);
            } catch (InterruptedException e) {
                throw new CompletionException(e);
            }
        });
    }

    @Test
    void isFreeOnceMemoryIs() {
        CompletableFuture<Room> waiting = inBackground(LONG);
        room.roundEnded(true);
        series.close();
        room.freed();
        assertThat(waiting.join()).isEqualTo(Room.FREE);
    }

    @Test
    void hasNoneWhenARoundWasInVain() {
        CompletableFuture<Room> waiting = inBackground(LONG);
        room.roundEnded(false);
        assertThat(waiting.join()).isEqualTo(Room.NONE);
        assertThat(inBackground(LONG).join()).as("also one that comes later").isEqualTo(Room.NONE);
    }

    @Test
    void isLaterWhenThatTakesLong() {
        room.roundEnded(true);
        assertThat(inBackground(Duration.ZERO).join()).isEqualTo(Room.LATER);
    }

    @Test
    void waitsAgainOnceSomethingWasLetGo() {
        room.roundEnded(false);
        room.freed();
        assertThat(inBackground(Duration.ZERO).join()).isEqualTo(Room.LATER);
    }
}
