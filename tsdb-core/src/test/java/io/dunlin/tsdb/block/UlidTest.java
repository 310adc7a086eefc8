package io.dunlin.tsdb.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class UlidTest {
    @Property
    void printsAndParses(@ForAll @LongRange(min = 0, max = (1L << 48) - 1) long time, @ForAll long seed) {
        Ulid ulid = Ulid.of(time, new Random(seed));
        assertThat(ulid.time()).isEqualTo(time);
        assertThat(Ulid.parse(ulid.toString())).isEqualTo(ulid);
    }

    @Property
    void sortsAsText(@ForAll long high, @ForAll long low, @ForAll long otherHigh, @ForAll long otherLow) {
        Ulid a = new Ulid(high, low);
        Ulid b = new Ulid(otherHigh, otherLow);
        assertThat(Integer.signum(a.compareTo(b)))
                .isEqualTo(Integer.signum(a.toString().compareTo(b.toString())));
    }

    @Test
    void parsesTheExampleOfTheSpecification() {
        assertThat(Ulid.parse("01ARYZ6S41TSV4RRFFQ69G5FAV").time()).isEqualTo(1469918176385L);
        assertThat(new Ulid(-1, -1)).hasToString("7ZZZZZZZZZZZZZZZZZZZZZZZZZ");
    }

    @Test
    void tellsBlockDirectoriesFromOthers() {
        assertThat(Ulid.isUlid("01ARYZ6S41TSV4RRFFQ69G5FAV")).isTrue();
        assertThat(Ulid.isUlid("81ARYZ6S41TSV4RRFFQ69G5FAV")).isFalse();
        assertThat(Ulid.isUlid("01ARYZ6S41TSV4RRFFQ69G5FAU")).isFalse();
        assertThat(Ulid.isUlid("01aryz6s41tsv4rrffq69g5fav")).isFalse();
        assertThat(Ulid.isUlid("chunks_head")).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> Ulid.parse("wal")).withMessageContaining("text=wal");
    }
}
