package io.dunlin.bench.load;

import java.util.List;

/** Several sets as one. */
public final class JoinedLoad implements LoadSet {
    private final List<LoadSet> parts;
    private final int size;

    /** Joins sets in order. */
    public JoinedLoad(List<LoadSet> parts) {
        this.parts = List.copyOf(parts);
        this.size = parts.stream().mapToInt(LoadSet::size).sum();
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public List<String> labels(int series) {
        int rest = series;
        for (LoadSet part : parts) {
            if (rest < part.size()) {
                return part.labels(rest);
            }
            rest -= part.size();
        }
        throw new IndexOutOfBoundsException("series=" + series + " size=" + size);
    }

    @Override
    public double value(int series, long step) {
        int rest = series;
        for (LoadSet part : parts) {
            if (rest < part.size()) {
                return part.value(rest, step);
            }
            rest -= part.size();
        }
        throw new IndexOutOfBoundsException("series=" + series + " size=" + size);
    }
}
