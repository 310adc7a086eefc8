package io.dunlin.bench.plot;

import java.util.List;
import java.util.Locale;

/** The SVG elements that the plots are made of. */
final class Svg {
    /** Told apart also by colour-blind readers, and in contrast to white and to near-black. */
    private static final List<String> COLOURS =
            List.of("#0a7cc4", "#d9622b", "#2a9d6f", "#a45fb5", "#b3892b", "#6b7a8f");

    private static final String STYLE = "<style>text{font:12px system-ui,sans-serif;fill:#24292f}.quiet{fill:#57606a}"
            + ".line{stroke:#8c959f}.faint{stroke:#8c959f;stroke-opacity:.3}"
            + "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.quiet{fill:#9da7b1}}</style>\n";

    private final StringBuilder out = new StringBuilder();

    /** Begins a picture of a size in pixels, with words for those who do not see it. */
    Svg(int width, int height, String title) {
        out.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">%n",
                width,
                height,
                width,
                height));
        out.append("<title>").append(escape(title)).append("</title>\n").append(STYLE);
    }

    static String colour(int number) {
        return COLOURS.get(number % COLOURS.size());
    }

    void text(double x, double y, String anchor, String words) {
        text(x, y, anchor, "", words);
    }

    void quietText(double x, double y, String anchor, String words) {
        text(x, y, anchor, " class=\"quiet\"", words);
    }

    private void text(double x, double y, String anchor, String attribute, String words) {
        add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\"%s>%s</text>", x, y, anchor, attribute, escape(words));
    }

    void line(double x1, double y1, double x2, double y2, String style) {
        add("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>", x1, y1, x2, y2, style);
    }

    void bar(double x, double y, double width, double height, String colour) {
        add(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"2\" fill=\"%s\"/>",
                x, y, width, height, colour);
    }

    void dot(double x, double y, String colour) {
        add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>", x, y, colour);
    }

    /** A line through points given as x, y, x, y … */
    void path(List<Double> points, String colour) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < points.size(); i += 2) {
            text.append(
                    String.format(Locale.ROOT, "%s%.1f %.1f", i == 0 ? "M" : "L", points.get(i), points.get(i + 1)));
        }
        add("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>", text, colour);
    }

    private void add(String form, Object... values) {
        out.append(String.format(Locale.ROOT, form, values)).append('\n');
    }

    /** Ends the picture and returns it. */
    String end() {
        return out.append("</svg>\n").toString();
    }

    private static String escape(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
