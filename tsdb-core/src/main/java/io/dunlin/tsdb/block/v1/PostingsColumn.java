package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.storage.LabelColumn;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one label of many series from the postings of its values. Where a label has few values and most of a block's series
 * are wanted, that is a few bytes a series and no checksum, where reading their entries is sixty bytes and one.
 */
final class PostingsColumn {
    /** So many series there must be for each value, whose list is looked up. */
    private static final int SERIES_PER_VALUE = 32;

    /** One of so many series of the block must be wanted, for the lists have all of them. */
    private static final int LISTED_PER_SERIES = 4;

    /** So many numbers of the span of ids there may be for each series, so that {@link IdRanks} are small. */
    private static final int SPAN_PER_SERIES = 64;

    private PostingsColumn() {}

    /** Returns whether this is the cheaper way; {@code name} is the label's place in the postings table. */
    static boolean pays(IndexReader index, int name, int[] ids) {
        return ids.length > 0
                && (long) index.postingsTable().values(name) * SERIES_PER_VALUE <= ids.length
                && index.allSeries().size() <= (long) ids.length * LISTED_PER_SERIES
                && IdRanks.span(ids) <= (long) ids.length * SPAN_PER_SERIES;
    }

    /** Reads the label of rising ids. */
    static LabelColumn read(IndexReader index, int name, int[] ids) {
        IdRanks ranks = new IdRanks(ids);
        int[] column = new int[ids.length];
        List<String> values = new ArrayList<>();
        PostingsTable.Entries entries = index.postingsTable().entries(name);
        while (entries.next()) {
            values.add(entries.value());
            PostingsList list = index.list(entries.listOffset());
            for (int i = 0; i < list.size(); i++) {
                int rank = ranks.rank(list.get(i));
                if (rank != IdRanks.ABSENT) {
                    column[rank] = values.size();
                }
            }
        }
        return new LabelColumn(column, values.size() + 1, id -> values.get(id - 1));
    }
}
