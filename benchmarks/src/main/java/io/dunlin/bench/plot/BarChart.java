package io.dunlin.bench.plot;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Bars of several parties side by side, a group a quantity. Quantities have units of their own, so each group is drawn to its
 * own longest bar, and each bar has its number; a thin line on it is the spread from the smallest to the largest value.
 */
public final class BarChart {
    private static final int WIDTH = 760;
    private static final int LEFT = 16;
    private static final int BARS = 560;
    private static final int BAR_HEIGHT = 14;
    private static final int BAR_STEP = 18;
    private static final int GROUP_GAP = 34;

    private final String title;
    private final List<String> parties;
    private final List<Group> groups = new ArrayList<>();

    private record Group(String name, List<List<Double>> values) {}

    /** Makes a chart for parties in their order. */
    public BarChart(String title, List<String> parties) {
        this.title = title;
        this.parties = List.copyOf(parties);
    }

    /**
     * Adds a quantity.
     *
     * @param values each party's values, which may be none
     * @param moreIsBetter said beside the name
     */
    public void add(String name, List<List<Double>> values, boolean moreIsBetter) {
        groups.add(new Group(name + (moreIsBetter ? " (more is better)" : " (less is better)"), values));
    }

    /** Draws it. */
    public String svg() {
        int top = 56;
        int height = top + groups.size() * (parties.size() * BAR_STEP + GROUP_GAP);
        Svg svg = new Svg(WIDTH, height, title);
        svg.text(LEFT, 20, "start", title);
        for (int i = 0; i < parties.size(); i++) {
            svg.bar(LEFT + i * 180, 30, 10, 10, Svg.colour(i));
            svg.text(LEFT + i * 180 + 16, 40, "start", parties.get(i));
        }
        int y = top;
        for (Group group : groups) {
            y = draw(svg, group, y);
        }
        return svg.end();
    }

    private int draw(Svg svg, Group group, int top) {
        double longest = group.values().stream()
                .flatMap(List::stream)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
        svg.quietText(LEFT, top + 12, "start", group.name());
        int y = top + 18;
        for (int i = 0; i < parties.size(); i++) {
            List<Double> values = new ArrayList<>(group.values().get(i));
            Collections.sort(values);
            double scale = longest > 0 ? BARS / longest : 0;
            if (values.isEmpty()) {
                svg.quietText(LEFT, y + 11, "start", "–");
            } else {
                drawBar(svg, values, scale, y, Svg.colour(i));
            }
            y += BAR_STEP;
        }
        return top + parties.size() * BAR_STEP + GROUP_GAP;
    }

    private static void drawBar(Svg svg, List<Double> sorted, double scale, int y, String colour) {
        double median = sorted.get(sorted.size() / 2);
        double last = sorted.get(sorted.size() - 1);
        svg.bar(LEFT, y, Math.max(1, median * scale), BAR_HEIGHT, colour);
        double middle = y + BAR_HEIGHT / 2.0;
        if (sorted.size() > 1) {
            svg.line(LEFT + sorted.get(0) * scale, middle, LEFT + last * scale, middle, "line");
        }
        svg.text(LEFT + Math.max(last, median) * scale + 6, y + 11, "start", Numbers.brief(median));
    }
}
