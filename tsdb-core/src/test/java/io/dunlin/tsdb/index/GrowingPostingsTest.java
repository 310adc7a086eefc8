package io.dunlin.tsdb.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.MemoryTag;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.memory.SizeClassAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

class GrowingPostingsTest {
    private static final int SLOTS = 40_000;

    /** Runs of slots with gaps between them: a positive number is the length of a run, a negative one of a gap. */
    @Property(tries = 300)
    void shouldHaveExactlyTheSlotsThatWereAdded(
            @ForAll @Size(max = 120) List<@IntRange(min = -3, max = 90) Integer> steps) {
        OffHeap offHeap = OffHeap.poisoning(1 << 20);
        try (MemoryScope scope = offHeap.openScope("test")) {
            GrowingPostings postings =
                    new GrowingPostings(new SizeClassAllocator(scope.arena(MemoryTag.HEAD_POSTINGS)));
            RoaringBitmap expected = new RoaringBitmap();
            int next = 0;
            for (int step : steps) {
                for (int i = 0; i < step; i++) {
                    expected.add(next);
                    postings.add(next++);
                }
                next += Math.max(0, -step);
                assertThat(postings.read()).isEqualTo(expected);
            }
        }
    }

    /** What is asked for lies anywhere, also beyond the slots that were added. */
    @Property(tries = 300)
    void shouldFindThoseOfSomeSlots(
            @ForAll @Size(max = 120) List<@IntRange(min = -3, max = 90) Integer> steps,
            @ForAll @Size(max = 60) Set<@IntRange(max = 12_000) Integer> asked) {
        OffHeap offHeap = OffHeap.poisoning(1 << 20);
        try (MemoryScope scope = offHeap.openScope("test")) {
            GrowingPostings postings =
                    new GrowingPostings(new SizeClassAllocator(scope.arena(MemoryTag.HEAD_POSTINGS)));
            RoaringBitmap wanted = new RoaringBitmap();
            asked.forEach(wanted::add);
            int next = 0;
            for (int step : steps) {
                int end = next + Math.max(0, step);
                postings.add(next, end);
                next = end + Math.max(0, -step);
                RoaringBitmap all = postings.read();
                assertThat(postings.among(wanted)).isEqualTo(RoaringBitmap.and(all, wanted));
                assertThat(postings.count()).isEqualTo(all.getLongCardinality());
            }
        }
    }

    /** As above, where what the first steps add is restored. */
    @Property(tries = 300)
    void shouldGoOnAfterWhatWasRestored(
            @ForAll @Size(max = 120) List<@IntRange(min = -3, max = 90) Integer> steps,
            @ForAll @IntRange(max = 120) int restored) {
        OffHeap offHeap = OffHeap.poisoning(1 << 20);
        try (MemoryScope scope = offHeap.openScope("test")) {
            GrowingPostings postings =
                    new GrowingPostings(new SizeClassAllocator(scope.arena(MemoryTag.HEAD_POSTINGS)));
            RoaringBitmap expected = new RoaringBitmap();
            int next = 0;
            for (int i = 0; i < steps.size(); i++) {
                if (i == restored) {
                    postings.restore(expected.clone());
                    assertThat(postings.read()).isEqualTo(expected);
                }
                int end = next + Math.max(0, steps.get(i));
                expected.add((long) next, end);
                for (int slot = next; slot < end && i >= restored; slot++) {
                    postings.add(slot);
                }
                next = end + Math.max(0, -steps.get(i));
            }
            assertThat(postings.read()).isEqualTo(steps.size() > restored ? expected : new RoaringBitmap());
        }
    }

    @Test
    void shouldNeverHideASlotFromAReaderBesideTheWriter() throws InterruptedException {
        OffHeap offHeap = OffHeap.poisoning(1 << 20);
        try (MemoryScope scope = offHeap.openScope("test")) {
            GrowingPostings postings =
                    new GrowingPostings(new SizeClassAllocator(scope.arena(MemoryTag.HEAD_POSTINGS)));
            AtomicInteger added = new AtomicInteger();
            List<String> missed = new ArrayList<>();
            Thread reader = new Thread(() -> {
                int seen = 0;
                while (seen < SLOTS) {
                    seen = added.get();
                    int found = postings.read().getCardinality();
                    if (found < seen) {
                        missed.add("added=" + seen + ", found=" + found);
                    }
                }
            });
            reader.start();
            int slot = 0;
            for (int i = 0; i < SLOTS; i++) {
                // Long runs and short ones in turn, so that run, tail and bitmaps are all used.
                int run = i / 1000 % 2 == 0 ? 97 : 3;
                slot += i % run == 0 ? 2 : 1;
                postings.add(slot);
                added.set(i + 1);
            }
            reader.join();
            assertThat(missed).isEmpty();
        }
    }
}
