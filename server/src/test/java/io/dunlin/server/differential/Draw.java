package io.dunlin.server.differential;

import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** Random choices, repeatable by the seed. Not thread-safe. */
final class Draw {
    private final Random random;

    /** Scatters the seed first: the first numbers of neighbouring seeds would be nearly equal. */
    Draw(long seed) {
        this.random = new Random(new SplittableRandom(seed).nextLong());
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** Returns a whole number from {@code low} to {@code high}, both included. */
    int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    double uniform(double low, double high) {
        return low + random.nextDouble() * (high - low);
    }

    double gaussian() {
        return random.nextGaussian();
    }

    @SafeVarargs
    final <T> T of(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
