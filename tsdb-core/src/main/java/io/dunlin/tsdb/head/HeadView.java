package io.dunlin.tsdb.head;

import io.dunlin.tsdb.index.Cardinality;
import io.dunlin.tsdb.index.TableIndex;
import io.dunlin.tsdb.model.HeadStatistics;
import io.dunlin.tsdb.storage.Querier;
import java.util.ArrayList;
import java.util.List;

/** The head as it was after one commit, held until closed. */
public final class HeadView implements AutoCloseable {
    private final ViewRegistry.Hold hold;
    private final ExemplarStore exemplars;

    HeadView(ViewRegistry.Hold hold, ExemplarStore exemplars) {
        this.hold = hold;
        this.exemplars = exemplars;
    }

    /**
     * Returns queriers over samples with {@code minTime <= t <= maxTime}: one for each cohort that is leaving, then one for
     * all other series, and then one for each table of out-of-order samples. A series may be in more than one; its samples
     * were acknowledged in the order of the queriers.
     */
    public List<Querier> queriers(long minTime, long maxTime) {
        List<Querier> queriers = new ArrayList<>();
        List<HeadSnapshot.TableView> staying = new ArrayList<>();
        for (HeadSnapshot.TableView view : hold.snapshot().tables()) {
            if (view.leaving()) {
                queriers.add(querier(List.of(view), minTime, maxTime));
            } else {
                staying.add(view);
            }
        }
        queriers.add(querier(staying, minTime, maxTime));
        for (HeadSnapshot.TableView view : hold.snapshot().outOfOrder()) {
            if (view.table().minTime() <= maxTime && view.table().maxTime() >= minTime) {
                queriers.add(querier(List.of(view), minTime, maxTime));
            }
        }
        return queriers;
    }

    private Querier querier(List<HeadSnapshot.TableView> tables, long minTime, long maxTime) {
        return new HeadQuerier(hold.snapshot(), tables, exemplars, minTime, maxTime);
    }

    /**
     * Counts series by label, without looking at samples. Series that are leaving do not count: one that has come back would
     * count twice.
     *
     * @param limit how many of the largest counts of each kind to return
     */
    public HeadStatistics statistics(int limit) {
        HeadSnapshot snapshot = hold.snapshot();
        List<TableIndex> tables = snapshot.tables().stream()
                .filter(view -> !view.leaving())
                .map(HeadQuerier::indexOf)
                .toList();
        Cardinality counts = Cardinality.of(tables, limit);
        long series = tables.stream()
                .mapToLong(table -> table.all().getLongCardinality())
                .sum();
        // Every series has one open chunk.
        long chunks = series
                + snapshot.epochs().stream().mapToLong(EpochChunks::count).sum();
        return new HeadStatistics(
                series,
                counts.labelPairs(),
                chunks,
                minTime(),
                maxTime(),
                counts.seriesByMetric(),
                counts.valuesByLabel(),
                counts.bytesByLabel(),
                counts.seriesByPair());
    }

    /** Returns the time of the oldest sample, {@link Long#MAX_VALUE} where there is none. */
    public long minTime() {
        return hold.snapshot().minTime();
    }

    /** Returns the time of the newest sample, {@link Long#MIN_VALUE} where there is none. */
    public long maxTime() {
        return hold.snapshot().maxTime();
    }

    @Override
    public void close() {
        hold.close();
    }
}
