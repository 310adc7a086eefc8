package io.dunlin.tsdb.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test after which the process holds more or fewer off-heap bytes under any tag than before it:
 * {@code @ExtendWith(NoMemoryLeak.class)}. Not for tests that run side by side with others in one JVM.
 */
public final class NoMemoryLeak implements BeforeEachCallback, AfterEachCallback {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(NoMemoryLeak.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(NAMESPACE).put("bytes", bytesByTag());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        assertThat(bytesByTag())
                .as("off-heap bytes by tag after the test, against before it")
                .isEqualTo(context.getStore(NAMESPACE).get("bytes"));
    }

    private static Map<MemoryTag, Long> bytesByTag() {
        Map<MemoryTag, Long> bytes = new EnumMap<>(MemoryTag.class);
        for (MemoryTag tag : MemoryTag.values()) {
            bytes.put(tag, OffHeap.processBytes(tag));
        }
        return bytes;
    }
}
