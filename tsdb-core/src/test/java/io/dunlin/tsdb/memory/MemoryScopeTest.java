package io.dunlin.tsdb.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoMemoryLeak.class)
class MemoryScopeTest {
    private final OffHeap offHeap = OffHeap.poisoning(1 << 20);

    @Test
    void bytesAreCountedByTagUntilTheScopeCloses() {
        MemoryScope scope = offHeap.openScope("cohort");
        scope.allocate(MemoryTag.HEAD_HASH, 1_000);
        scope.arena(MemoryTag.HEAD_CHUNKS).allocate(10);
        assertThat(offHeap.bytes(MemoryTag.HEAD_HASH)).isEqualTo(1_000);
        assertThat(offHeap.bytes(MemoryTag.HEAD_CHUNKS)).isEqualTo(4_096);
        assertThat(offHeap.anonymousBytes()).isEqualTo(5_096);
        scope.close();
        scope.close();
        assertThat(offHeap.anonymousBytes()).isZero();
    }

    @Test
    void theLimitRefusesAndLeavesTheCountAsItWas() {
        try (MemoryScope scope = offHeap.openScope("cohort")) {
            scope.allocate(MemoryTag.HEAD_HASH, 1 << 19);
            assertThatThrownBy(() -> scope.allocate(MemoryTag.HEAD_RECORDS, (1 << 19) + 1))
                    .isInstanceOf(MemoryLimitException.class)
                    .hasMessage("off-heap memory limit reached: wanted=524289 bytes for head series records, "
                            + "used=524288, limit=1048576");
            assertThat(offHeap.anonymousBytes()).isEqualTo(1 << 19);
            scope.allocate(MemoryTag.HEAD_RECORDS, 1 << 19);
        }
    }

    @Test
    void memoryLivesUntilTheLastLeaseEnds() {
        MemoryScope scope = offHeap.openScope("table");
        Region region = scope.allocate(MemoryTag.HEAD_RECORDS, 8);
        region.putLong(0, 42);
        Lease first = scope.lease();
        Lease second = scope.lease();
        scope.close();
        first.close();
        first.close();
        assertThat(region.getLong(0)).isEqualTo(42);
        assertThat(scope.tryLease()).isNull();
        assertThatThrownBy(scope::lease)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("table");
        second.close();
        assertThatThrownBy(() -> region.getLong(0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aClosedScopeAllocatesNothing() {
        MemoryScope scope = offHeap.openScope("closed");
        Arena arena = scope.arena(MemoryTag.LOG);
        scope.close();
        assertThatThrownBy(() -> scope.allocate(MemoryTag.LOG, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> arena.allocate(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aLeaseThatWasGrantedProtectsWhileTheOwnerCloses() throws InterruptedException {
        for (int round = 0; round < 1_000; round++) {
            MemoryScope scope = offHeap.openScope("view");
            Region region = scope.allocate(MemoryTag.HEAD_RECORDS, 64);
            region.putLong(0, round);
            CountDownLatch start = new CountDownLatch(1);
            AtomicInteger wrong = new AtomicInteger();
            long expected = round;
            Thread reader = new Thread(() -> {
                awaitQuietly(start);
                try (Lease lease = scope.tryLease()) {
                    if (lease != null && region.getLong(0) != expected) {
                        wrong.incrementAndGet();
                    }
                }
            });
            reader.start();
            start.countDown();
            scope.close();
            reader.join();
            assertThat(wrong).hasValue(0);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aJvmWithoutTheOptionGetsItsName() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java, "-cp", System.getProperty("java.class.path"), OpensAnAccount.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isEqualTo(1);
        assertThat(output)
                .contains("MissingJvmOptionException: off-heap memory needs the JVM option "
                        + "--add-opens java.base/jdk.internal.misc=ALL-UNNAMED");
    }

    /** Run in a JVM of its own. */
    static final class OpensAnAccount {
        public static void main(String[] args) {
            OffHeap.withLimit(1);
        }
    }
}
