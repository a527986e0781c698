package io.tenbin.proxy.source;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.tenbin.config.EncodedConfig;
import io.tenbin.config.InvalidConfigException;
import io.tenbin.config.Materials;
import io.tenbin.config.ProxyConfig;
import io.tenbin.config.ProxyConfigCodec;
import io.tenbin.proxy.snapshot.Discovery;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Configuration from one ConfigMap, the texts that it names from one Secret, and endpoints from EndpointSlices, all watched.
 *
 * <pre>
 *   LISTING ── both are listed ─────────────────────────────────────► FOLLOWING: every change is passed on
 *      │                                                                  ▲
 *      └─ a failure, or 5 s ─► REMEMBERING: the mounted or the remembered ─┘ once both are listed
 *                              configuration, with remembered endpoints
 * </pre>
 *
 * <p>A configuration that needs Services of a namespace not listed yet waits for that list, 2 s at most; one that names texts
 * which are not there waits for them for as long as it takes. One that cannot be read is refused, and the one before stays.
 */
public final class KubernetesSource implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KubernetesSource.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration SLICES_PATIENCE = Duration.ofSeconds(2);
    private static final Duration SILENCE = Duration.ofMinutes(3);

    private final KubernetesClient client;
    private final ConfigPlaces places;
    private final ChangeSink sink;
    private final StateDirectory state;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("tenbin-source").factory());
    private final HostResolver resolver;

    // Everything below belongs to the thread.
    private final SliceWatch slices;
    private @Nullable ConfigWatch configMap;
    private @Nullable SecretWatch secret;
    private Materials materials = Materials.NONE;
    private boolean patient = true;
    private Map<String, InetAddress> hosts = Map.of();
    private @Nullable EncodedConfig pending;
    private @Nullable ProxyConfig pendingConfig;
    private @Nullable String passedOn;
    private Discovery told = Discovery.EMPTY;
    private String failure = "";

    /** Begins, with the credentials and the address that every pod finds in its environment. */
    public static KubernetesSource inCluster(ConfigPlaces places, ChangeSink sink) {
        Config config = new ConfigBuilder()
                .withConnectionTimeout(5_000)
                .withRequestTimeout(10_000)
                // Doubles with each failure up to 32 times this: after a long absence proxies follow within 8 s.
                .withWatchReconnectInterval(250)
                .withUserAgent("tenbin-proxy")
                .build();
        KubernetesSource source = new KubernetesSource(
                new KubernetesClientBuilder().withConfig(config).build(), places, sink);
        source.start();
        return source;
    }

    /** Asks nothing yet. Closes the client when it is closed. */
    KubernetesSource(KubernetesClient client, ConfigPlaces places, ChangeSink sink) {
        this.client = client;
        this.places = places;
        this.sink = sink;
        this.state = new StateDirectory(places.state());
        this.slices = new SliceWatch(client, thread, this::slicesChanged, this::failed);
        this.resolver = new HostResolver(
                HostResolver::system,
                false,
                found -> thread.execute(() -> {
                    hosts = found;
                    tell();
                }));
    }

    /** Begins. The sink hears of nothing before both are listed, or cannot be. */
    void start() {
        thread.execute(() -> {
            slices.begin(state.endpoints());
            resolver.start();
            secret = new SecretWatch(client, places, thread, this::secretChanged, this::failed);
            configMap = new ConfigWatch(client, places, thread, this::configMapChanged, this::failed);
        });
        var _ = thread.schedule(this::remember, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        var _ = thread.scheduleWithFixedDelay(
                this::replaceSilent, SILENCE.toSeconds(), SILENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        if (thread.isShutdown()) {
            return;
        }
        resolver.close();
        thread.execute(() -> {
            if (configMap != null) {
                configMap.close();
            }
            if (secret != null) {
                secret.close();
            }
            slices.close();
            client.close();
        });
        thread.shutdown();
    }

    private void configMapChanged(ConfigMap object) {
        failure = "";
        try {
            take(EncodedConfig.of(ConfigText.of(object)), places.what());
        } catch (IOException e) {
            refuse(places.what(), "", String.valueOf(e.getMessage()));
        }
    }

    private void secretChanged(Secret object) {
        failure = "";
        materials = MaterialFiles.of(object);
        if (pending != null && (slices.complete() || !patient)) {
            passOn();
        }
    }

    private void take(EncodedConfig config, String from) {
        String latest = pending == null ? passedOn : pending.hash();
        if (config.hash().equals(latest)) {
            return;
        }
        try {
            pendingConfig = ProxyConfigCodec.decode(config.json());
            pending = config;
            patient = true;
        } catch (InvalidConfigException e) {
            refuse(from, config.hash(), String.valueOf(e.getMessage()));
            return;
        }
        LOG.info("config source={} hash={}", from, config.hash());
        Wanted wanted = Wanted.by(pendingConfig);
        resolver.want(wanted.hosts());
        slices.want(wanted.services());
        if (Objects.equals(pending, config) && slices.complete()) {
            passOn();
        }
        var _ = thread.schedule(
                () -> {
                    if (Objects.equals(pending, config) && passedOn != null) {
                        patient = false;
                        passOn();
                        waiting(from);
                    }
                },
                SLICES_PATIENCE.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void waiting(String from) {
        if (pending != null) {
            LOG.warn("config source={} hash={} waits for texts that it names", from, pending.hash());
            sink.refused("certificates that the configuration of " + from + " names have not come yet");
        }
    }

    private void refuse(String from, String hash, String reason) {
        LOG.error("config source={} hash={} refused reason=\"{}\"", from, hash, reason);
        sink.refused("the configuration of " + from + " cannot be read: " + reason);
    }

    private void slicesChanged() {
        failure = "";
        tell();
        if (pending != null && slices.complete()) {
            passOn();
        }
    }

    private void passOn() {
        EncodedConfig config = pending;
        ProxyConfig decoded = pendingConfig;
        if (config != null && decoded != null && materials.hasAll(decoded.materials())) {
            Materials named = materials.only(decoded.materials());
            pending = null;
            pendingConfig = null;
            passedOn = config.hash();
            tell();
            sink.config(decoded, named, config.hash());
            state.saveMaterials(named);
            state.saveConfig(config);
            state.keepMaterials(named);
        }
    }

    private void tell() {
        Discovery discovery = new Discovery(slices.known(), hosts);
        if (!discovery.equals(told)) {
            told = discovery;
            sink.discovered(discovery);
            if (slices.complete()) {
                state.saveEndpoints(discovery.services());
            }
        }
    }

    private void failed(Throwable cause) {
        String reason = String.valueOf(cause.getMessage());
        if (!reason.equals(failure)) {
            LOG.warn("the API server cannot be asked reason=\"{}\"", reason);
        }
        failure = reason;
        remember();
    }

    /** Falls back to what was there before, if nothing has been passed on yet. */
    private void remember() {
        if (passedOn != null) {
            return;
        }
        materials = materials.and(MaterialFiles.in(places.materials())).and(state.materials());
        passOn();
        for (Path file : places.newest(state.configFile())) {
            if (passedOn == null) {
                rememberFrom(file);
            }
        }
    }

    private void rememberFrom(Path file) {
        try {
            take(EncodedConfig.of(ConfigText.read(file)), file.toString());
        } catch (IOException e) {
            refuse(file.toString(), "", String.valueOf(e.getMessage()));
        }
        passOn();
    }

    private void replaceSilent() {
        if (configMap != null) {
            configMap.replaceIfSilent();
        }
        if (secret != null) {
            secret.replaceIfSilent();
        }
        slices.replaceSilent();
    }
}
