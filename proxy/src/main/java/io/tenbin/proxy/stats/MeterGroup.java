package io.tenbin.proxy.stats;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

/** The meters of one thing, which come and go together. */
final class MeterGroup<T> {
    private final MeterRegistry registry;
    private final T subject;
    private final Tags tags;
    private final List<Meter> meters = new ArrayList<>();

    MeterGroup(MeterRegistry registry, T subject, Tags tags) {
        this.registry = registry;
        this.subject = subject;
        this.tags = tags;
    }

    T subject() {
        return subject;
    }

    MeterGroup<T> counter(String name, String description, LongAdder value, String... more) {
        meters.add(FunctionCounter.builder(name, value, LongAdder::sum)
                .description(description)
                .tags(tags.and(more))
                .register(registry));
        return this;
    }

    MeterGroup<T> gauge(String name, String description, ToDoubleFunction<T> value, String... more) {
        meters.add(Gauge.builder(name, subject, value)
                .description(description)
                .tags(tags.and(more))
                .strongReference(true)
                .register(registry));
        return this;
    }

    void remove() {
        meters.forEach(registry::remove);
    }
}
