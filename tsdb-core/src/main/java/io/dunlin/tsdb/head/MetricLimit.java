package io.dunlin.tsdb.head;

import io.dunlin.tsdb.index.Hash128;
import io.dunlin.tsdb.index.IdentityTable;
import io.dunlin.tsdb.index.LabelEncoding;
import io.dunlin.tsdb.index.TableIndex;
import io.dunlin.tsdb.model.Labels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.roaringbitmap.RoaringBitmap;

/**
 * Holds the limit of series with the same metric name: counts them by the postings when new ones come. A series that exists
 * only out of order counts as one; a series' out-of-order samples beside its others do not. For the writer.
 */
final class MetricLimit {
    private final HeadParts parts;
    private final Generations generations;
    private final HeadLimits limits;
    private final Hash128 hash = new Hash128();
    private final ExpandableArrayBuffer encoded = new ExpandableArrayBuffer(512);

    MetricLimit(HeadParts parts) {
        this.parts = parts;
        this.generations = parts.generations();
        this.limits = parts.options().limits();
    }

    /**
     * Checks the series that a request is about to create.
     *
     * @param found the references of those that are there, {@link Generations#ABSENT} for the others
     * @param wanted which are to be created where they are not there
     * @throws io.dunlin.tsdb.storage.WriteRejectedException naming the metric that would have too many
     */
    void check(PendingSeries pending, long[] found, boolean[] wanted) {
        if (limits.metricSeries() == 0) {
            return;
        }
        List<HeadTable> outOfOrder = parts.outOfOrder().all();
        Map<String, Integer> more = new HashMap<>();
        for (int number = 0; number < found.length; number++) {
            if (found[number] == Generations.ABSENT && wanted[number]) {
                pending.identity(number, hash);
                if (!isIn(outOfOrder)) {
                    more.merge(
                            metric(pending.bytes(), pending.offset(number), pending.length(number)), 1, Integer::sum);
                }
            }
        }
        more.forEach(this::check);
    }

    /**
     * Checks a series that is about to get a place among the out-of-order ones.
     *
     * @throws io.dunlin.tsdb.storage.WriteRejectedException where it is in no other table and the metric would have too many
     */
    void checkOutOfOrder(DirectBuffer labels, int offset, int length, Hash128 identity) {
        if (limits.metricSeries() == 0) {
            return;
        }
        hash.set(identity.low, identity.high);
        if (!isIn(List.of(generations.live())) && !isIn(parts.outOfOrder().all())) {
            check(metric(labels, offset, length), 1);
        }
    }

    private static String metric(DirectBuffer labels, int offset, int length) {
        byte[] encoding = new byte[length];
        labels.getBytes(offset, encoding);
        return LabelEncoding.decode(encoding).metricName();
    }

    private void check(String metric, int added) {
        long regular = 0;
        for (HeadTable table : generations.live()) {
            regular += slots(table, metric).getLongCardinality();
        }
        long outOfOrder = 0;
        for (HeadTable table : parts.outOfOrder().all()) {
            outOfOrder += slots(table, metric).getLongCardinality();
        }
        // Which of them have a place among the others too is asked only where it decides: it takes a look-up for each.
        if (regular + outOfOrder + added > limits.metricSeries()) {
            limits.checkMetric(metric, regular + onlyOutOfOrder(metric) + added);
        }
    }

    private static RoaringBitmap slots(HeadTable table, String metric) {
        TableIndex index = HeadQuerier.indexOf(table.view());
        return index.withValue(Labels.METRIC_NAME, metric).among(index.all());
    }

    private long onlyOutOfOrder(String metric) {
        List<HeadTable> regular = List.of(generations.live());
        List<HeadTable> tables = parts.outOfOrder().all();
        long count = 0;
        for (int i = 0; i < tables.size(); i++) {
            HeadTable table = tables.get(i);
            for (int slot : slots(table, metric)) {
                int length = table.index().encode(table.labelSet(slot), encoded);
                generations.hash().hash(encoded, 0, length, hash);
                count += isIn(regular) || isIn(tables.subList(0, i)) ? 0 : 1;
            }
        }
        return count;
    }

    /** Returns whether one of some tables has the series whose hash is in {@link #hash}. */
    private boolean isIn(List<HeadTable> tables) {
        for (HeadTable table : tables) {
            int slot = table.index().identities().find(hash.low, hash.high);
            if (slot != IdentityTable.ABSENT && !table.isMoved(slot)) {
                return true;
            }
        }
        return false;
    }
}
