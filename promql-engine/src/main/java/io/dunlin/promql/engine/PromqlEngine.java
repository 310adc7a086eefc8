package io.dunlin.promql.engine;

import io.dunlin.promql.annotation.Annotation.Severity;
import io.dunlin.promql.annotation.Annotations;
import io.dunlin.promql.ast.Expr;
import io.dunlin.promql.ast.ParseException;
import io.dunlin.promql.batch.StepGrid;
import io.dunlin.promql.check.InvalidDurationException;
import io.dunlin.promql.function.ValueType;
import io.dunlin.promql.operator.MemoryAccount;
import io.dunlin.promql.operator.MemoryPool;
import io.dunlin.promql.operator.PlanEvaluation;
import io.dunlin.promql.operator.QueryBudget;
import io.dunlin.promql.operator.QueryContext;
import io.dunlin.promql.operator.SampleCounts;
import io.dunlin.promql.operator.SampleTally;
import io.dunlin.promql.operator.WorkerPool;
import io.dunlin.promql.parser.ParserOptions;
import io.dunlin.promql.parser.PromqlParser;
import io.dunlin.promql.plan.Plan;
import io.dunlin.promql.plan.PlanPrinter;
import io.dunlin.promql.plan.Planner;
import io.dunlin.promql.plan.QueryWindow;
import io.dunlin.promql.result.QueryException;
import io.dunlin.promql.result.QueryException.Kind;
import io.dunlin.promql.result.QueryResult;
import io.dunlin.promql.result.QueryStatistics;
import io.dunlin.promql.result.QueryValue;
import io.dunlin.tsdb.storage.StorageException;
import io.dunlin.tsdb.storage.View;
import java.util.function.Function;

/** The engine: parses, plans and evaluates each query on the caller's thread, with the help of a pool of workers. */
public final class PromqlEngine implements QueryEngine {
    private final EngineOptions options;
    private final ParserOptions parserOptions;
    private final WorkerPool pool;
    private final QuerySlots slots;
    private final MemoryPool memory;
    private final ParsedQueries parsed = new ParsedQueries();

    /** Makes an engine. */
    public PromqlEngine(EngineOptions options) {
        this.options = options;
        this.parserOptions = ParserOptions.withFeatures(options.parserFeatures());
        this.pool = new WorkerPool(options.workers(), options.helpAfter());
        this.slots = new QuerySlots(options.maxConcurrency());
        this.memory = new MemoryPool(EngineOptions.heapForQueries());
    }

    @Override
    public QueryResult instant(View view, String query, long time, QueryOptions queryOptions) {
        QueryWindow window = window(time, time, 0);
        SampleCounts counts = SampleCounts.of(StepGrid.instant(time), countsSteps(queryOptions));
        return run(view, query, counts, queryOptions, context -> {
            Plan plan = plan(query, parse(query), window);
            return () -> PlanEvaluation.instant(context, plan, time, counts);
        });
    }

    @Override
    public QueryResult range(View view, String query, long start, long end, long step, QueryOptions queryOptions) {
        QueryWindow window = window(start, end, step);
        StepGrid grid = new StepGrid(start, end, step);
        if (grid.count() == 0) {
            throw new QueryException(
                    Kind.BAD_DATA, "end timestamp must not be before start time: start=" + start + ", end=" + end);
        }
        SampleCounts counts = SampleCounts.of(grid, countsSteps(queryOptions));
        return run(view, query, counts, queryOptions, context -> {
            Plan plan = plan(query, parseForRange(query), window);
            return () -> PlanEvaluation.range(context, plan, grid, counts);
        });
    }

    @Override
    public String explain(String query, long start, long end, long step, QueryOptions queryOptions) {
        Expr expression = step > 0 ? parseForRange(query) : parse(query);
        return PlanPrinter.print(plan(query, expression, window(start, end, step)));
    }

    private boolean countsSteps(QueryOptions queryOptions) {
        return queryOptions.perStepStatistics() && options.has(EngineFeature.PER_STEP_STATISTICS);
    }

    private QueryWindow window(long start, long end, long step) {
        return new QueryWindow(start, end, step, options.defaultSubqueryStep().toMillis());
    }

    private Expr parse(String query) {
        try {
            return parsed.get(query, text -> PromqlParser.parse(text, parserOptions));
        } catch (ParseException e) {
            throw new QueryException(Kind.BAD_DATA, e.getMessage(), e);
        }
    }

    private Expr parseForRange(String query) {
        Expr expression = parse(query);
        ValueType type = expression.type();
        if (type != ValueType.VECTOR && type != ValueType.SCALAR) {
            throw new QueryException(
                    Kind.BAD_DATA,
                    "invalid expression type \"" + type.documentedName()
                            + "\" for range query, must be Scalar or instant Vector");
        }
        return expression;
    }

    private static Plan plan(String query, Expr expression, QueryWindow window) {
        try {
            return Planner.plan(expression, query, window);
        } catch (InvalidDurationException e) {
            throw new QueryException(Kind.BAD_DATA, e.getMessage(), e);
        }
    }

    /** What is done after planning. */
    private interface Evaluation {
        QueryValue evaluate();
    }

    private QueryResult run(
            View view,
            String query,
            SampleCounts counts,
            QueryOptions queryOptions,
            Function<QueryContext, Evaluation> planning) {
        long called = System.nanoTime();
        long deadline = called + QueryLimits.timeout(options, queryOptions).toNanos();
        slots.acquire(queryOptions.cancellation(), deadline);
        try (MemoryAccount account = memory.open(options.maxMemory())) {
            long started = System.nanoTime();
            QueryBudget budget = new QueryBudget(queryOptions.cancellation(), deadline, options.maxSamples(), account);
            QueryContext context = new QueryContext(view, QueryLimits.modes(options, queryOptions), pool, budget);
            Evaluation evaluation = planning.apply(context);
            long planned = System.nanoTime();
            QueryValue value = evaluation.evaluate();
            long ended = System.nanoTime();
            SampleTally samples = counts.sum();
            QueryStatistics statistics = new QueryStatistics(
                    started - called,
                    planned - started,
                    ended - planned,
                    ended - called,
                    samples.held(),
                    samples.read(),
                    context.peakSamples(),
                    samples.heldPerStep(),
                    samples.readPerStep());
            return result(query, value, context.mergedAnnotations(), statistics);
        } catch (StorageException e) {
            throw new QueryException(Kind.INTERNAL, e.getMessage(), e);
        } finally {
            slots.release();
        }
    }

    /** Returns the bytes of heap that the running queries take, by estimate. */
    public long memoryInUse() {
        return memory.taken();
    }

    private static QueryResult result(
            String query, QueryValue value, Annotations annotations, QueryStatistics statistics) {
        return new QueryResult(
                value, annotations.print(Severity.WARNING, query), annotations.print(Severity.INFO, query), statistics);
    }

    @Override
    public void close() {
        pool.close();
    }
}
