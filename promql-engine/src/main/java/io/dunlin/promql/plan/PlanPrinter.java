package io.dunlin.promql.plan;

/** Prints a plan as an indented tree, one node a line. */
public final class PlanPrinter {
    private PlanPrinter() {}

    /** Returns the plan as text; every line ends with a line feed. */
    public static String print(Plan plan) {
        StringBuilder out = new StringBuilder();
        print(plan, 0, out);
        return out.toString();
    }

    private static void print(Plan plan, int depth, StringBuilder out) {
        out.append("  ".repeat(depth)).append(plan.describe()).append('\n');
        for (Plan child : plan.children()) {
            print(child, depth + 1, out);
        }
    }
}
