package io.dunlin.tsdb.block.v1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class Crc32cMathTest {
    @Property
    void joinsChecksumsOfNeighbours(@ForAll byte[] first, @ForAll byte[] second) {
        CRC32C whole = new CRC32C();
        whole.update(first);
        whole.update(second);
        assertThat(Crc32cMath.join(crc(first), crc(second), second.length)).isEqualTo((int) whole.getValue());
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
