package io.tenbin.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What holds for every test of this module, without a word in it: who waits looks often, and a buffer that a class of socket tests
 * loses fails that class.
 */
public final class EveryTest implements BeforeAllCallback, AfterAllCallback {
    private static final Duration LOOK = Duration.ofMillis(2);
    private static final List<String> LEAKS = new CopyOnWriteArrayList<>();

    static {
        ByteBufUtil.setLeakListener((type, records) -> LEAKS.add(type + ": " + records));
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(LOOK);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        LEAKS.clear();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (context.getRequiredTestClass().getSimpleName().endsWith("IT")) {
            assertNoLeak();
        }
    }

    /** A lost buffer is noticed when it was collected and another one is allocated. */
    private static void assertNoLeak() {
        for (int i = 0; i < 2; i++) {
            System.gc();
            for (int n = 0; n < 64; n++) {
                ByteBufAllocator.DEFAULT.directBuffer(16).release();
            }
        }
        assertThat(LEAKS).isEmpty();
    }
}
