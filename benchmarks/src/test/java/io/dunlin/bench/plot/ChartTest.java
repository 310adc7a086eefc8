package io.dunlin.bench.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class ChartTest {
    private static final int LEGEND = 2;

    @Test
    void shouldDrawBarsAsLongAsTheirValues() {
        BarChart chart = new BarChart("memory < 1 GiB & more", List.of("a", "b"));
        chart.add("memory, MiB", List.of(List.of(100.0), List.of(300.0, 400.0, 200.0)), false);

        Document svg = parse(chart.svg());

        List<Element> bars = elements(svg, "rect");
        assertThat(bars).hasSize(LEGEND + 2);
        double a = number(bars.get(LEGEND), "width");
        double b = number(bars.get(LEGEND + 1), "width");
        assertThat(b).as("the median is three times as long").isEqualTo(3 * a);
        assertThat(elements(svg, "line")).as("only b has a spread").hasSize(1);
        assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isEqualTo("memory < 1 GiB & more");
    }

    @Test
    void shouldMarkAPartyWithoutValues() {
        BarChart chart = new BarChart("disk", List.of("a", "b"));
        chart.add("blocks", List.of(List.of(0.0), List.of()), true);

        List<String> texts = elements(parse(chart.svg()), "text").stream()
                .map(Element::getTextContent)
                .toList();

        assertThat(texts).contains("blocks (more is better)", "0", "–");
    }

    @Test
    void shouldPlacePointsByTheirLogarithm() {
        LineChart chart = new LineChart("cost", new LineChart.Axis("series", true), new LineChart.Axis("ms", false));
        chart.add("query", List.of(point(10, 0), point(100, 5), point(1000, 10)));

        List<Element> dots = elements(parse(chart.svg()), "circle");

        double left = number(dots.get(0), "cx");
        assertThat(number(dots.get(2), "cx") - left).isEqualTo(2 * (number(dots.get(1), "cx") - left));
        assertThat(number(dots.get(0), "cy")).isGreaterThan(number(dots.get(1), "cy"));
    }

    @Test
    void shouldRefuseToDrawNothing() {
        LineChart chart = new LineChart("cost", new LineChart.Axis("x", true), new LineChart.Axis("y", false));
        chart.add("all at zero", List.of(point(0, 1)));

        assertThatThrownBy(chart::svg).isInstanceOf(IllegalStateException.class).hasMessageContaining("title=cost");
    }

    @Test
    void shouldWriteNumbersForReading() {
        assertThat(List.of(0.0, 0.125, 2.5, 42.0, 1250.0, 3_000_000.0, 2e9).stream()
                        .map(Numbers::brief)
                        .toList())
                .containsExactly("0", "0.125", "2.5", "42", "1.25k", "3M", "2G");
    }

    private static LineChart.Point point(double x, double y) {
        return new LineChart.Point(x, y);
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    private static List<Element> elements(Document svg, String name) {
        NodeList nodes = svg.getElementsByTagName(name);
        List<Element> all = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            all.add((Element) nodes.item(i));
        }
        return all;
    }

    private static Document parse(String svg) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(svg)));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new AssertionError(svg, e);
        }
    }
}
