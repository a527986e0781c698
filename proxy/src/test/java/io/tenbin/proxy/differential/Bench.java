package io.tenbin.proxy.differential;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Both proxies, side by side. Cases wait for pauses and timeouts more than they work, so many are under way at once, at most {@link
 * #AT_ONCE} on either side so that none is late because the machine is busy.
 */
final class Bench implements AutoCloseable {
    static final int SLOTS = 300;
    private static final int AT_ONCE = 64;
    private static final long LOG_PATIENCE_MILLIS = 1_500;

    private final HaproxySide haproxy = new HaproxySide(SLOTS);
    private final TenbinSide tenbin = new TenbinSide(SLOTS);
    private final ExecutorService clients =
            Executors.newFixedThreadPool(2 * AT_ONCE, Thread.ofVirtual().factory());
    private int made;

    Bench() throws IOException {}

    /**
     * A case and what came of it on either side.
     *
     * @param configurations in both languages; empty if the same came of it
     */
    record Comparison(Case test, Outcome haproxy, Outcome tenbin, boolean same, String configurations) {}

    /** Runs these, of which there are not more than {@link #SLOTS}. */
    List<Comparison> run(List<Case> cases) throws IOException, InterruptedException {
        List<Side.Placed> placed = new ArrayList<>();
        for (Case one : cases) {
            placed.add(new Side.Placed(one, "c" + made++, placed.size()));
        }
        haproxy.serve(placed);
        tenbin.serve(placed);
        List<Future<Outcome>> ofHaproxy = new ArrayList<>();
        List<Future<Outcome>> ofTenbin = new ArrayList<>();
        for (Side.Placed one : placed) {
            ofHaproxy.add(clients.submit((Callable<Outcome>) () -> outcome(haproxy, one)));
            ofTenbin.add(clients.submit((Callable<Outcome>) () -> outcome(tenbin, one)));
        }
        List<Comparison> comparisons = new ArrayList<>();
        try {
            for (int i = 0; i < cases.size(); i++) {
                comparisons.add(compared(
                        placed.get(i), ofHaproxy.get(i).get(), ofTenbin.get(i).get()));
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
        haproxy.assertAlive();
        return comparisons;
    }

    @Override
    public void close() throws IOException {
        clients.shutdownNow();
        haproxy.close();
        tenbin.close();
    }

    private Comparison compared(Side.Placed placed, Outcome ofHaproxy, Outcome ofTenbin) {
        boolean same = Deviations.explain(placed.test(), ofHaproxy, ofTenbin);
        String configurations = same ? "" : haproxy.describe(placed) + "\n" + tenbin.describe(placed);
        return new Comparison(placed.test(), ofHaproxy, ofTenbin, same, configurations);
    }

    private static Outcome outcome(Side side, Side.Placed placed) throws InterruptedException {
        Case test = placed.test();
        List<Client.Answer> answers = new Client(side.address(placed), placed.name()).run(test.conversations());
        int sent = (int) answers.stream()
                .filter(answer -> !answer.end().equals("not sent"))
                .count();
        List<String> log = side.log().lines(placed.name(), sent, LOG_PATIENCE_MILLIS);
        return Outcome.of(
                placed, side.address(placed).getPort(), answers, side.origins().seen(placed.name()), log);
    }
}
