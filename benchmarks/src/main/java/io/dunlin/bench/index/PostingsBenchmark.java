package io.dunlin.bench.index;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.roaringbitmap.RoaringBitmap;

/**
 * What RoaringBitmap is for: the intersection of two large postings over a million series, beside the sorted arrays that
 * would stand in its place. The setup prints the bytes of both forms.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PostingsBenchmark {
    private static final int SERIES = 1_000_000;
    private static final int TARGET = 1_000;

    /**
     * {@code shared}: a label of nine targets in ten, whose slots lie together, with one of every second target; {@code
     * scattered}: a tenth of all series with a third of them, without any order.
     */
    @Param({"shared", "scattered"})
    public String labels;

    private int[] firstArray;
    private int[] secondArray;
    private RoaringBitmap first;
    private RoaringBitmap second;

    /** Makes both postings in both forms. */
    @Setup
    public void fill() {
        Random random = new Random(1);
        boolean shared = labels.equals("shared");
        firstArray = slots(slot -> shared ? slot / TARGET % 10 != 0 : random.nextInt(10) == 0);
        secondArray = slots(slot -> shared ? slot / TARGET % 2 == 0 : random.nextInt(3) == 0);
        first = bitmap(firstArray);
        second = bitmap(secondArray);
        System.out.println("bytes: arrays=" + Integer.BYTES * (firstArray.length + secondArray.length) + " bitmaps="
                + (first.getSizeInBytes() + second.getSizeInBytes()));
    }

    private static int[] slots(IntPredicate has) {
        return IntStream.range(0, SERIES).filter(has).toArray();
    }

    private static RoaringBitmap bitmap(int[] slots) {
        RoaringBitmap bitmap = RoaringBitmap.bitmapOf(slots);
        bitmap.runOptimize();
        return bitmap;
    }

    /** Intersects the bitmaps. */
    @Benchmark
    public RoaringBitmap bitmaps() {
        return RoaringBitmap.and(first, second);
    }

    /** Merges the arrays. */
    @Benchmark
    public int[] arrays() {
        int[] both = new int[Math.min(firstArray.length, secondArray.length)];
        int size = 0;
        int i = 0;
        int j = 0;
        while (i < firstArray.length && j < secondArray.length) {
            int a = firstArray[i];
            int b = secondArray[j];
            if (a == b) {
                both[size++] = a;
            }
            i += a <= b ? 1 : 0;
            j += b <= a ? 1 : 0;
        }
        return Arrays.copyOf(both, size);
    }
}
