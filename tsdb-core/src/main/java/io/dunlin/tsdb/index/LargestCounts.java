package io.dunlin.tsdb.index;

import io.dunlin.tsdb.model.HeadStatistics.Count;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Supplier;

/** Keeps the largest of many counts; names are only made of those that stay. Not thread-safe. */
final class LargestCounts {
    private static final Comparator<Count> LARGEST_FIRST =
            Comparator.comparingLong(Count::count).reversed().thenComparing(Count::name);

    private final int limit;
    private final PriorityQueue<Count> kept = new PriorityQueue<>(LARGEST_FIRST.reversed());

    LargestCounts(int limit) {
        this.limit = limit;
    }

    void offer(long count, Supplier<String> name) {
        if (kept.size() == limit && count < kept.peek().count()) {
            return;
        }
        kept.add(new Count(name.get(), count));
        if (kept.size() > limit) {
            kept.remove();
        }
    }

    List<Count> sorted() {
        return kept.stream().sorted(LARGEST_FIRST).toList();
    }
}
