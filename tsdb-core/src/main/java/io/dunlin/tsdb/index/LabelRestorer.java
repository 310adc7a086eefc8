package io.dunlin.tsdb.index;

import java.util.ArrayList;
import java.util.List;

/**
 * Fills the label sets and postings of an empty table, series by series in rising slots, before there are readers. Series
 * come target by target, so a label mostly is that of the series before: the slots of one label are added as a run when
 * another takes its place, not one by one. One thread; {@link #done} ends the runs.
 */
public final class LabelRestorer {
    private final LabelSets labelSets;
    private final PostingsIndex postings;
    private final List<Runs> positions = new ArrayList<>();
    private int next;

    LabelRestorer(LabelSets labelSets, PostingsIndex postings) {
        this.labelSets = labelSets;
        this.postings = postings;
    }

    /** The label that the series before had at one position, and since which slot name and value have been there. */
    private static final class Runs {
        /** Null where the series before had no such position. */
        private PostingsIndex.Name name;

        private int value;
        private int nameFrom;
        private int valueFrom;
    }

    /**
     * Adds the labels of a series whose strings are in the table.
     *
     * @param refs name ref, value ref, name ref …
     * @param count the number of labels
     * @param slot greater than all before
     * @return the packed address of its label set
     */
    public int add(int[] refs, int count, int slot) {
        if (slot != next) {
            endFrom(0);
        }
        while (positions.size() < count) {
            positions.add(new Runs());
        }
        for (int i = 0; i < count; i++) {
            Runs runs = positions.get(i);
            if (runs.name == null || runs.name.ref() != refs[2 * i]) {
                end(runs, slot);
                runs.name = postings.name(refs[2 * i]);
                runs.nameFrom = slot;
                runs.value = refs[2 * i + 1];
                runs.valueFrom = slot;
            } else if (runs.value != refs[2 * i + 1]) {
                postings.restore(runs.name, runs.value, runs.valueFrom, slot);
                runs.value = refs[2 * i + 1];
                runs.valueFrom = slot;
            }
        }
        next = slot;
        endFrom(count);
        next = slot + 1;
        return labelSets.add(refs, count);
    }

    private void endFrom(int position) {
        for (int i = position; i < positions.size(); i++) {
            end(positions.get(i), next);
        }
    }

    private void end(Runs runs, int slot) {
        if (runs.name != null) {
            postings.restore(runs.name, runs.nameFrom, slot);
            postings.restore(runs.name, runs.value, runs.valueFrom, slot);
            runs.name = null;
        }
    }

    /** Adds what is left to the postings. */
    public void done() {
        endFrom(0);
        postings.restored();
    }
}
