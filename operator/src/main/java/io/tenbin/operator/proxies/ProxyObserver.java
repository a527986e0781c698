package io.tenbin.operator.proxies;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Keeps asking every proxy what it has applied, and tells whose answer has changed. One virtual thread per proxy; how
 * many questions are open at once is bounded, and with more proxies than that they take turns with short questions.
 *
 * @param <K> what a LoadBalancer is known by
 */
public final class ProxyObserver<K> implements AutoCloseable {
    static final int OPEN_QUESTIONS = 512;
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final Semaphore questions = new Semaphore(OPEN_QUESTIONS, true);
    private final Map<K, Map<String, ProxyPoll>> polls = new ConcurrentHashMap<>();
    private final AdminClient client;
    private final Consumer<K> onChange;

    /**
     * An observer that asks at the admin port of the pods.
     *
     * @param onChange called on a thread of ours whenever a proxy of that LoadBalancer says something new, or says
     *     nothing any more
     */
    public ProxyObserver(Consumer<K> onChange) {
        this(AdminClient.PORT, onChange);
    }

    ProxyObserver(int port, Consumer<K> onChange) {
        this.client = new AdminClient(port);
        this.onChange = onChange;
    }

    /** From now on these are the LoadBalancer's proxies; those without an address are not asked yet. */
    public void observe(K loadBalancer, Collection<ProxyPod> pods, String token) {
        polls.compute(loadBalancer, (key, known) -> {
            Map<String, ProxyPoll> next = new HashMap<>();
            Map<String, ProxyPoll> old = known == null ? Map.of() : known;
            for (ProxyPod pod : pods) {
                if (pod.address() == null) {
                    continue;
                }
                ProxyPoll poll = old.get(pod.uid());
                if (poll == null || !poll.asks(pod.address(), token)) {
                    poll = new ProxyPoll(pod.address(), token, () -> onChange.accept(key));
                    poll.start(this);
                }
                next.put(pod.uid(), poll);
            }
            old.values().stream().filter(poll -> !next.containsValue(poll)).forEach(ProxyPoll::stop);
            return next.isEmpty() ? null : next;
        });
    }

    /** The proxy's latest report; empty if it has not answered yet, or no longer answers. */
    public Optional<ProxyReport> report(K loadBalancer, ProxyPod pod) {
        ProxyPoll poll = polls.getOrDefault(loadBalancer, Map.of()).get(pod.uid());
        return poll == null ? Optional.empty() : poll.report();
    }

    /**
     * Whether each of these has been asked once. Before that, as after the operator's start, no report means nothing yet.
     * A change is told when it becomes true.
     */
    public boolean hasAsked(K loadBalancer, Collection<ProxyPod> pods) {
        Map<String, ProxyPoll> known = polls.getOrDefault(loadBalancer, Map.of());
        return pods.stream().map(pod -> known.get(pod.uid())).allMatch(poll -> poll != null && poll.asked());
    }

    /** The LoadBalancer is gone. */
    public void forget(K loadBalancer) {
        Map<String, ProxyPoll> gone = polls.remove(loadBalancer);
        if (gone != null) {
            gone.values().forEach(ProxyPoll::stop);
        }
    }

    ProxyReport ask(String address, String token, String after) throws java.io.IOException, InterruptedException {
        questions.acquire();
        try {
            return client.applied(address, token, after, questions.hasQueuedThreads() ? SHORT : LONG);
        } finally {
            questions.release();
        }
    }

    @Override
    public void close() {
        polls.keySet().forEach(this::forget);
        client.close();
    }
}
