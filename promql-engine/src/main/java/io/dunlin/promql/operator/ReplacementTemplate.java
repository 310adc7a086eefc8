package io.dunlin.promql.operator;

import com.google.re2j.Matcher;
import java.util.ArrayList;
import java.util.List;

/**
 * A replacement text in Go's syntax: {@code $1}, {@code $name} and {@code ${name}} stand for groups, {@code $$} for a
 * dollar sign. The longest run of letters, digits and underscores is the name; an unknown group is empty.
 */
final class ReplacementTemplate {
    /** Literal text and group names in turns, text first. */
    private final List<String> parts = new ArrayList<>();

    ReplacementTemplate(String template) {
        StringBuilder literal = new StringBuilder();
        int at = 0;
        while (at < template.length()) {
            char c = template.charAt(at);
            if (c != '$') {
                literal.append(c);
                at++;
                continue;
            }
            if (template.startsWith("$$", at)) {
                literal.append('$');
                at += 2;
                continue;
            }
            boolean braced = template.startsWith("${", at);
            int start = at + (braced ? 2 : 1);
            int end = endOfName(template, start);
            boolean closed = !braced || (end < template.length() && template.charAt(end) == '}');
            if (end == start || !closed) {
                literal.append('$');
                at++;
                continue;
            }
            parts.add(literal.toString());
            parts.add(template.substring(start, end));
            literal.setLength(0);
            at = braced ? end + 1 : end;
        }
        parts.add(literal.toString());
    }

    private static int endOfName(String template, int start) {
        int end = start;
        while (end < template.length()) {
            int c = template.codePointAt(end);
            if (!Character.isLetterOrDigit(c) && c != '_') {
                break;
            }
            end += Character.charCount(c);
        }
        return end;
    }

    /** Returns the length of the text with the groups of a match. */
    long length(Matcher match) {
        long length = parts.get(0).length();
        for (int i = 1; i < parts.size(); i += 2) {
            int group = group(match, parts.get(i));
            length += group < 0 ? 0 : match.end(group) - match.start(group);
            length += parts.get(i + 1).length();
        }
        return length;
    }

    /** Returns the text with the groups of a match. */
    String expand(Matcher match) {
        StringBuilder out = new StringBuilder(parts.get(0));
        for (int i = 1; i < parts.size(); i += 2) {
            int group = group(match, parts.get(i));
            if (group >= 0 && match.start(group) >= 0) {
                out.append(match.group(group));
            }
            out.append(parts.get(i + 1));
        }
        return out.toString();
    }

    /** Returns the number of a group, or -1 where there is none of this name. */
    private static int group(Matcher match, String name) {
        if (name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            boolean known = name.length() < 10 && Integer.parseInt(name) <= match.groupCount();
            return known ? Integer.parseInt(name) : -1;
        }
        return match.pattern().namedGroups().getOrDefault(name, -1);
    }
}
