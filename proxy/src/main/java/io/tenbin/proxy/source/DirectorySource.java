package io.tenbin.proxy.source;

import io.tenbin.config.EncodedConfig;
import io.tenbin.config.ProxyConfig;
import io.tenbin.config.ProxyConfigCodec;
import io.tenbin.config.TicketKeys;
import io.tenbin.proxy.snapshot.Discovery;
import io.tenbin.translate.Policy;
import io.tenbin.translate.Secrets;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * LoadBalancers from a directory, which is watched. A change is taken over 10 ms after the last sign of it; one for the
 * worse, which may be a file that is just being saved, after 100 ms.
 */
public final class DirectorySource implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DirectorySource.class);
    private static final long QUIET_MILLIS = 10;
    private static final long QUIET_CAP_MILLIS = 40;
    private static final long DOUBT_MILLIS = 100;

    /** Where the system tells of changes, looking is for what it does not tell: lost events, links to elsewhere. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private static final Duration LOOK_WHERE_NOT_TOLD = Duration.ofMillis(50);

    private final Path directory;
    private final Function<String, ChangeSink> sinks;
    private final Consumer<List<Complaint>> complaints;
    private final ObjectDirectory objects;
    private final HostResolver resolver;
    private final WatchService watch;
    private final Thread thread;
    private @Nullable WatchKey registration;

    // Written by the thread, under the lock, since DNS answers come on another one.
    private final Map<String, ProxyConfig> inForce = new HashMap<>();
    private Secrets secrets = Secrets.at(Instant.EPOCH).withTicketKeys(TicketKeys.random(new SecureRandom()));
    private @Nullable Instant lookAgain;
    private Discovery discovery = Discovery.EMPTY;
    private Set<Complaint> known = Set.of();

    /**
     * Looks at nothing yet.
     *
     * @param sinks gives each LoadBalancer, by {@code namespace/name}, where its changes go; asked once for each. One that
     *     is gone is told to have no listeners
     * @param complaints hears of each complaint when it is new
     * @throws IOException if there is no such directory
     */
    public DirectorySource(Path directory, Function<String, ChangeSink> sinks, Consumer<List<Complaint>> complaints)
            throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new IOException(directory + " is not a directory");
        }
        Map<String, ChangeSink> made = new HashMap<>();
        this.directory = directory;
        this.sinks = name -> made.computeIfAbsent(name, sinks);
        this.complaints = complaints;
        this.objects = new ObjectDirectory(directory);
        this.resolver = new HostResolver(HostResolver::system, true, this::resolved);
        this.watch = directory.getFileSystem().newWatchService();
        this.thread = Thread.ofPlatform().daemon().name("tenbin-files").unstarted(this::follow);
    }

    /** Reads all files, tells the sinks, and goes on to watch. */
    public void start() throws IOException {
        resolver.start();
        register();
        take();
        thread.start();
    }

    /** A directory that was removed and made again is another one to the system. */
    private void register() throws IOException {
        registration = directory.register(
                watch,
                StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_MODIFY,
                StandardWatchEventKinds.ENTRY_DELETE);
    }

    @Override
    public void close() {
        resolver.close();
        try {
            watch.close();
        } catch (IOException e) {
            LOG.warn("directory={} watch does not close reason=\"{}\"", directory, e.getMessage());
        }
    }

    private void follow() {
        boolean told = System.getProperty("os.name", "").equals("Linux");
        Duration pause = told ? LOOK : LOOK_WHERE_NOT_TOLD;
        try {
            while (true) {
                WatchKey key = watch.poll(pause.toMillis(), TimeUnit.MILLISECONDS);
                if (key != null) {
                    settle(key);
                }
                lookAndTake();
                if (registration != null && !registration.isValid() && Files.isDirectory(directory)) {
                    register();
                }
            }
        } catch (InterruptedException | ClosedWatchServiceException e) {
            LOG.debug("directory={} is not watched any more", directory);
        } catch (IOException e) {
            LOG.error("directory={} cannot be watched any more", directory, e);
        }
    }

    /** Waits until nothing has happened for a moment, but not for ever. */
    private void settle(@Nullable WatchKey first) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(QUIET_CAP_MILLIS);
        WatchKey key = first;
        while (key != null && System.nanoTime() - end < 0) {
            key.pollEvents();
            key.reset();
            key = watch.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
        }
        if (key != null) {
            key.pollEvents();
            key.reset();
        }
    }

    private void lookAndTake() throws InterruptedException {
        try {
            ObjectDirectory.Change change = objects.look();
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DOUBT_MILLIS);
            while (change == ObjectDirectory.Change.FOR_THE_WORSE && System.nanoTime() - end < 0) {
                settle(watch.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS));
                change = objects.look();
            }
            if (change != ObjectDirectory.Change.NONE || isDue()) {
                take();
            }
        } catch (NoSuchFileException e) {
            tell(List.of(Complaint.error(directory, 0, "", "the directory is gone; what was in force stays")));
        } catch (IOException e) {
            tell(List.of(Complaint.error(directory, 0, "", "cannot be read: " + e)));
        } catch (RuntimeException e) {
            // A fault of ours in one version of a file must not be the last version that is looked at.
            LOG.error("directory={} could not be taken over", directory, e);
            tell(List.of(Complaint.error(directory, 0, "", "internal error, what was in force stays: " + e)));
        }
    }

    /** A certificate's time has come, or has passed. */
    private synchronized boolean isDue() {
        return lookAgain != null && !Instant.now().isBefore(lookAgain);
    }

    private synchronized void take() throws IOException {
        ObjectDirectory.Content content = objects.read();
        secrets = secrets.asOf(Instant.now());
        Translated translated = Translated.of(content.objects(), inForce, secrets, Policy.STANDALONE);
        secrets = secrets.withInForce(translated.materials());
        lookAgain = translated.lookAgain();
        Set<String> hosts = new HashSet<>();
        translated
                .configs()
                .values()
                .forEach(config -> hosts.addAll(Wanted.by(config).hosts()));
        resolver.want(hosts);
        Discovery next = new Discovery(EndpointSlices.merge(translated.slices()), discovery.hosts());
        Map<String, ProxyConfig> configs = new HashMap<>(translated.configs());
        inForce.forEach((name, config) -> configs.putIfAbsent(
                name,
                new ProxyConfig(
                        config.loadBalancer(),
                        List.of(),
                        List.of(),
                        List.of(),
                        config.drain(),
                        config.maxConnections())));
        boolean discovered = !next.equals(discovery);
        discovery = next;
        configs.forEach((name, config) -> {
            ChangeSink sink = sinks.apply(name);
            if (discovered || !inForce.containsKey(name)) {
                sink.discovered(next);
            }
            if (!config.equals(inForce.put(name, config))) {
                EncodedConfig encoded = ProxyConfigCodec.encode(config);
                sink.config(config, translated.materials().only(config.materials()), encoded.hash());
            }
        });
        List<Complaint> all = new ArrayList<>(content.complaints());
        all.addAll(translated.complaints());
        all.addAll(SilentServices.warnings(content.objects(), translated.slices()));
        tell(all);
    }

    private synchronized void resolved(Map<String, InetAddress> hosts) {
        discovery = new Discovery(discovery.services(), hosts);
        inForce.keySet().forEach(name -> sinks.apply(name).discovered(discovery));
    }

    private synchronized void tell(List<Complaint> all) {
        List<Complaint> fresh =
                all.stream().filter(complaint -> !known.contains(complaint)).toList();
        known = Set.copyOf(all);
        if (!fresh.isEmpty()) {
            complaints.accept(fresh);
        }
    }
}
