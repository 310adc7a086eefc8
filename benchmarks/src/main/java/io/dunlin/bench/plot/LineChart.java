package io.dunlin.bench.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Lines through measured points over a common axis, each axis linear or by powers of ten. */
public final class LineChart {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 360;
    private static final int LEFT = 70;
    private static final int RIGHT = 740;
    private static final int TOP = 60;
    private static final int BOTTOM = 310;
    private static final int TICKS = 5;

    private final String title;
    private final Axis x;
    private final Axis y;
    private final List<Line> lines = new ArrayList<>();

    /** An axis: what is on it, and whether by powers of ten. */
    public record Axis(String name, boolean logarithmic) {
        private double place(double value) {
            return logarithmic ? Math.log10(value) : value;
        }

        private double value(double place) {
            return logarithmic ? Math.pow(10, place) : place;
        }
    }

    private record Line(String name, List<Point> points) {}

    /** A measured point. */
    public record Point(double x, double y) {}

    private record Range(double from, double to) {
        double share(double place) {
            return to == from ? 0.5 : (place - from) / (to - from);
        }
    }

    /** Makes a chart without lines. */
    public LineChart(String title, Axis x, Axis y) {
        this.title = title;
        this.x = x;
        this.y = y;
    }

    /** Adds a line; a logarithmic axis leaves out points that are not positive. */
    public void add(String name, List<Point> points) {
        lines.add(new Line(
                name,
                points.stream()
                        .filter(p -> (!x.logarithmic() || p.x() > 0) && (!y.logarithmic() || p.y() > 0))
                        .toList()));
    }

    /** Draws it. */
    public String svg() {
        Svg svg = new Svg(WIDTH, HEIGHT, title);
        svg.text(LEFT, 20, "start", title);
        Range across = range(x, p -> p.x());
        Range up = range(y, p -> p.y());
        drawAxes(svg, across, up);
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            String colour = Svg.colour(i);
            svg.bar(LEFT + i % 3 * 225, 30 + i / 3 * 14, 10, 10, colour);
            svg.text(LEFT + i % 3 * 225 + 16, 40 + i / 3 * 14, "start", line.name());
            List<Double> path = new ArrayList<>();
            for (Point point : line.points()) {
                double left = LEFT + (RIGHT - LEFT) * across.share(x.place(point.x()));
                double high = BOTTOM - (BOTTOM - TOP) * up.share(y.place(point.y()));
                path.addAll(List.of(left, high));
                svg.dot(left, high, colour);
            }
            svg.path(path, colour);
        }
        return svg.end();
    }

    private void drawAxes(Svg svg, Range across, Range up) {
        for (int i = 0; i < TICKS; i++) {
            double share = i / (TICKS - 1.0);
            double left = LEFT + (RIGHT - LEFT) * share;
            double high = BOTTOM - (BOTTOM - TOP) * share;
            svg.line(LEFT, high, RIGHT, high, i == 0 ? "line" : "faint");
            svg.quietText(LEFT - 8, high + 4, "end", tick(y, up, share));
            svg.quietText(left, BOTTOM + 18, "middle", tick(x, across, share));
        }
        svg.quietText((LEFT + RIGHT) / 2.0, HEIGHT - 10, "middle", scale(x));
        svg.quietText(RIGHT, 20, "end", scale(y));
    }

    private static String scale(Axis axis) {
        return axis.name() + (axis.logarithmic() ? " (log)" : "");
    }

    private static String tick(Axis axis, Range range, double share) {
        return Numbers.brief(axis.value(range.from() + (range.to() - range.from()) * share));
    }

    /** A linear axis begins at zero, for a bend must not be made by cutting. */
    private Range range(Axis axis, ToDoubleFunction<Point> part) {
        double[] places = lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(part)
                .map(axis::place)
                .sorted()
                .toArray();
        if (places.length == 0) {
            throw new IllegalStateException("chart has no points: title=" + title);
        }
        double last = places[places.length - 1];
        return new Range(axis.logarithmic() ? places[0] : Math.min(0, places[0]), last);
    }
}
