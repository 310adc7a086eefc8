package io.dunlin.promql.promqltest;

import io.dunlin.promql.promqltest.ScriptCommand.Sample;
import io.dunlin.tsdb.model.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a script. Commands begin at a line's start; what belongs to one ends at an empty line. */
final class ScriptParser {
    private static final Pattern LOAD = Pattern.compile("load(_with_nhcb)?\\s+(.+?)");

    private final String[] lines;
    private int at;

    private ScriptParser(String script) {
        lines = script.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].trim();
            lines[i] = line.startsWith("#") ? "" : line;
        }
    }

    /** Reads a script's commands. */
    static List<ScriptCommand> parse(String script) {
        return new ScriptParser(script).parseAll();
    }

    private List<ScriptCommand> parseAll() {
        List<ScriptCommand> commands = new ArrayList<>();
        while (at < lines.length) {
            String line = lines[at];
            String word = line.split("[\t ]+", 2)[0].toLowerCase(Locale.ROOT);
            if (line.isEmpty()) {
                at++;
            } else if (word.equals("clear")) {
                at++;
                commands.add(new ScriptCommand.Clear());
            } else if (word.startsWith("load")) {
                commands.add(parseLoad());
            } else if (word.startsWith("eval")) {
                EvalParser eval = new EvalParser(line, at + 1);
                at = eval.parseExpected(lines, at + 1);
                commands.add(eval.command());
            } else {
                throw new ScriptException(at + 1, "invalid command \"" + line + "\"");
            }
        }
        return commands;
    }

    private ScriptCommand parseLoad() {
        int loadLine = at + 1;
        Matcher load = LOAD.matcher(lines[at]);
        if (!load.matches()) {
            throw new ScriptException(loadLine, "invalid load command. (load[_with_nhcb] <step:duration>)");
        }
        long gap = Durations.parse(load.group(2), loadLine);
        Map<Labels, List<Sample>> series = new LinkedHashMap<>();
        String startTimes = null;
        for (at++; at < lines.length && !lines[at].isEmpty(); at++) {
            if (isStartTimeLine(lines[at])) {
                if (startTimes != null) {
                    throw new ScriptException(at, "@st line has no following sample line");
                }
                startTimes = lines[at];
                continue;
            }
            SeriesDescription description = SeriesDescription.parse(lines[at], at + 1);
            List<Long> starts = startTimes == null ? null : parseStartTimes(startTimes, description);
            series.put(description.labels(), samples(description.values(), starts, gap));
            startTimes = null;
        }
        if (startTimes != null) {
            throw new ScriptException(at, "@st line has no following sample line");
        }
        return new ScriptCommand.Load(loadLine, series, load.group(1) != null);
    }

    private static boolean isStartTimeLine(String line) {
        return line.split("[\t ]", 2)[0].endsWith("@st");
    }

    /** Reads the line ahead of a sample line: {@code metric{…}@st -30s-1mx2}. */
    private List<Long> parseStartTimes(String line, SeriesDescription samples) {
        String[] parts = line.split("[\t ]", 2);
        String metric = parts[0].substring(0, parts[0].length() - "@st".length());
        List<Long> starts = StartTimeNotation.parse(parts.length < 2 ? "" : parts[1], at);
        if (!SeriesDescription.parse(metric + " _", at).labels().equals(samples.labels())) {
            throw new ScriptException(at, "@st metric does not match the following sample line metric");
        }
        if (starts.size() != samples.values().size()) {
            throw new ScriptException(
                    at,
                    "@st line has " + starts.size() + " values but sample line has "
                            + samples.values().size());
        }
        return starts;
    }

    private static List<Sample> samples(List<SequenceValue> values, List<Long> starts, long gap) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            SequenceValue value = values.get(i);
            long time = i * gap;
            if (!value.omitted()) {
                Long offset = starts == null ? null : starts.get(i);
                long start = offset == null ? 0 : time + offset;
                samples.add(new Sample(start, time, value.value(), value.histogram()));
            }
        }
        return samples;
    }
}
