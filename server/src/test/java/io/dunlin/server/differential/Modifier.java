package io.dunlin.server.differential;

/** The parts of the language that are neither function, aggregation nor operator, each drawn and counted as a word. */
enum Modifier {
    OFFSET("offset", "up offset 1m"),
    NEGATIVE_OFFSET("negative offset", "up offset -1m"),
    AT("@", "up @ 1"),
    AT_START("@ start()", "up @ start()"),
    AT_END("@ end()", "up @ end()"),
    SUBQUERY("subquery", "max_over_time(up[5m:1m])"),
    SUBQUERY_DEFAULT_STEP("subquery of default step", "max_over_time(up[5m:])"),
    DURATION_EXPRESSION("duration expression", "rate(up[1m + 1m])"),
    DURATION_NUMBER("number as duration", "rate(up[60])"),
    ANCHORED("anchored", "rate(up[1m] anchored)"),
    SMOOTHED("smoothed", "rate(up[1m] smoothed)"),
    BY("by", "sum by (job) (up)"),
    WITHOUT("without", "sum without (job) (up)"),
    BOOL("bool", "up == bool 1"),
    ON("on", "up + on (job) up"),
    IGNORING("ignoring", "up + ignoring (job) up"),
    GROUP_LEFT("group_left", "up + on (job) group_left up"),
    GROUP_RIGHT("group_right", "up + on (job) group_right up"),
    INCLUDE("group_left with labels", "up + on (job) group_left (a) up"),
    FILL("fill", "up + fill (0) up"),
    FILL_LEFT("fill_left", "up + fill_left (0) up"),
    FILL_RIGHT("fill_right", "up + fill_right (0) up"),
    NEGATION("negation", "-up"),
    PARENTHESES("parentheses", "(up)"),
    STRING("string", "\"a\""),
    REGEX("regex matcher", "{job=~\"a.*\"}"),
    NAME_MATCHER("matcher of the name", "{__name__=\"up\"}"),
    QUOTED_NAME("quoted name", "{\"up\"}");

    private final String word;
    private final String example;

    Modifier(String word, String example) {
        this.word = word;
        this.example = example;
    }

    String word() {
        return word;
    }

    String example() {
        return example;
    }
}
