package io.tenbin.proxy.tls;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import io.tenbin.config.AddressServerConfig;
import io.tenbin.config.BackendConfig;
import io.tenbin.config.GrpcProbe;
import io.tenbin.config.HealthCheckConfig;
import io.tenbin.config.HttpProbe;
import io.tenbin.config.HttpVersion;
import io.tenbin.config.Materials;
import io.tenbin.config.ServerConfig;
import io.tenbin.config.ServerOptions;
import io.tenbin.config.ServerTlsConfig;
import io.tenbin.config.TcpProbe;
import io.tenbin.config.TlsProbe;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of TLS to the servers of one Backend: whom it trusts, what it shows, and the sessions that can be resumed, by
 * address. Any thread. The memory of the native library is given back when nothing refers to this any more: neither a snapshot, nor a
 * request that began under one.
 */
public final class ServerTls {
    private final Terms terms;
    private final ClientKeys keys;
    private final TlsFailures failures;
    private final Map<String, Peer> peers = new HashMap<>();

    /** Hears how a handshake goes, on the channel's event loop. */
    public interface Listener {
        /** The server is who it should be, as far as that is asked for. Called first if at all, and once at most. */
        void trusted();

        /** It has sent something over a connection that both sides have agreed on. Once at most. */
        void proven();

        /** It failed; also later, and once more: in TLS 1.3 a server judges of a client when that believes all is done. */
        void failed(TlsFault fault);
    }

    /**
     * What it is made with.
     *
     * @param materials all that the configuration names, perhaps more
     */
    public record Means(TlsProvider provider, Materials materials) {}

    /**
     * All that it depends on.
     *
     * @param version which protocols are offered (ALPN, RFC 7301); null for no offer
     * @param servers names of the servers in the Backend, and which protocols their checks offer
     * @param names DNS names of those that have one
     */
    private record Terms(
            ServerTlsConfig config,
            @Nullable HttpVersion version,
            Map<String, List<String>> servers,
            Map<String, String> names) {

        static @Nullable Terms of(BackendConfig backend) {
            ServerTlsConfig tls = backend.connection().tls();
            if (tls == null) {
                return null;
            }
            Map<String, String> names = new HashMap<>();
            for (ServerConfig server : backend.servers()) {
                if (server instanceof AddressServerConfig fixed
                        && NetUtil.createByteArrayFromIpAddressString(fixed.address()) == null) {
                    names.put(fixed.name(), fixed.address());
                }
            }
            HttpVersion version = backend.connection().version();
            Map<String, List<String>> servers = backend.servers().stream()
                    .collect(Collectors.toMap(ServerConfig::name, server -> ofChecks(server.options(), version)));
            return new Terms(tls, version, servers, names);
        }

        /** A check may speak another version than work does. */
        private static List<String> ofChecks(ServerOptions options, @Nullable HttpVersion version) {
            HealthCheckConfig check = options.health().check();
            return switch (check == null ? null : check.probe()) {
                case GrpcProbe _ -> List.of("h2");
                case HttpProbe _ -> version == null ? List.of() : List.of("http/1.1");
                case null -> ofWork(version);
                case TcpProbe _, TlsProbe _ -> ofWork(version);
            };
        }

        /** For whom a server's certificate has to be; null if that is not asked. */
        @Nullable
        String host(String server) {
            ServerTlsConfig.Verify verify = config.verify();
            return verify == null ? null : verify.host() == null ? names.get(server) : verify.host();
        }

        /** Which name a server is asked for, if any. An address is none (RFC 6066 section 3). */
        List<SNIServerName> sni(String server) {
            String host = host(server);
            String own = host == null ? names.get(server) : host;
            String name = config.sni() == null ? own : config.sni();
            if (name == null || NetUtil.createByteArrayFromIpAddressString(name) != null) {
                return List.of();
            }
            try {
                return List.of(new SNIHostName(name.endsWith(".") ? name.substring(0, name.length() - 1) : name));
            } catch (IllegalArgumentException e) {
                // DNS has names that are no host names, with underscores for one.
                return List.of();
            }
        }

        List<String> protocols() {
            return ofWork(version);
        }

        private static List<String> ofWork(@Nullable HttpVersion version) {
            return switch (version) {
                case null -> List.of();
                case HTTP_2 -> List.of("h2");
                case AUTO -> List.of("h2", "http/1.1");
            };
        }
    }

    /**
     * What holds for one server.
     *
     * @param checks for checks
     * @param sni the name that it is asked for, or nothing
     */
    private record Peer(ClientContext context, ClientContext checks, List<SNIServerName> sni) {}

    /**
     * What contexts differ in.
     *
     * @param host for whom the certificate has to be; null if that is not asked
     */
    private record Kind(@Nullable String host, List<String> protocols) {}

    private ServerTls(Terms terms, ClientKeys keys, TlsFailures failures) {
        this.terms = terms;
        this.keys = keys;
        this.failures = failures;
    }

    /**
     * What a Backend asks for.
     *
     * @param before what there was; it is returned if it will do, with the sessions that it can resume
     * @param failures where failures of traffic are counted
     * @return null if it asks for none
     * @throws UnusableMaterialException if a material cannot be used
     */
    public static @Nullable ServerTls of(
            BackendConfig backend, Means means, @Nullable ServerTls before, TlsFailures failures) {
        Terms terms = Terms.of(backend);
        if (terms == null) {
            return null;
        }
        if (before != null && before.terms.equals(terms)) {
            return before;
        }
        ServerTls made = new ServerTls(terms, ClientContext.keys(terms.config, means.materials()), failures);
        Map<Kind, ClientContext> contexts = new HashMap<>();
        Function<Kind, ClientContext> maker = kind -> contexts.computeIfAbsent(
                kind, key -> ClientContext.of(terms.config, key.host, key.protocols, means, made.keys));
        terms.servers.forEach((server, ofChecks) -> {
            String host = terms.host(server);
            made.peers.put(
                    server,
                    new Peer(
                            maker.apply(new Kind(host, terms.protocols())),
                            maker.apply(new Kind(host, ofChecks)),
                            terms.sni(server)));
        });
        return made;
    }

    /** The protocol that the server of a connection that stands has chosen (ALPN); null if it has not, or without TLS. */
    public static @Nullable String protocol(Channel channel) {
        SslHandler handler = channel.pipeline().get(SslHandler.class);
        return handler == null ? null : handler.applicationProtocol();
    }

    /** Whether a connection is protected. */
    public static boolean protects(Channel channel) {
        return channel.pipeline().get(SslHandler.class) != null;
    }

    /** Whether it is asked who the servers are. */
    public boolean verifies() {
        return terms.config.verify() != null;
    }

    /** What failed so far, of traffic. */
    public TlsFailures failures() {
        return failures;
    }

    /**
     * Begins a handshake on a connection that stands. What is written meanwhile waits for its end; it has no time limit.
     *
     * @param server the server's name in the Backend
     * @param address whose sessions may be resumed
     */
    public void begin(Channel channel, String server, InetSocketAddress address, Listener listener) {
        Peer peer = peers.get(server);
        if (peer == null) {
            listener.failed(gone());
            return;
        }
        SSLEngine engine = peer.context
                .context()
                .newEngine(channel.alloc(), address.getAddress().getHostAddress(), address.getPort());
        begin(channel.pipeline(), peer, new SslHandler(engine), listener);
    }

    /**
     * The same for a connection that is made to look at the server: no session is resumed, since the server would not have to show
     * its certificate then, and the arithmetic is done elsewhere.
     */
    public void beginAnew(Channel channel, String server, Executor arithmetic, Listener listener) {
        Peer peer = peers.get(server);
        if (peer == null) {
            listener.failed(gone());
            return;
        }
        SSLEngine engine = peer.checks.context().newEngine(channel.alloc());
        begin(channel.pipeline(), peer, new SslHandler(engine, arithmetic), listener);
    }

    /** It was chosen under one configuration, and is connected to under another. */
    private static TlsFault gone() {
        return new TlsFault(TlsFailure.HANDSHAKE_FAILED, "the server is no longer one of the Backend's");
    }

    private void begin(ChannelPipeline pipeline, Peer peer, SslHandler handler, Listener listener) {
        SSLParameters parameters = handler.engine().getSSLParameters();
        parameters.setServerNames(peer.sni);
        handler.engine().setSSLParameters(parameters);
        // The connect's own time limit holds.
        handler.setHandshakeTimeoutMillis(0);
        HandshakeWatch watch = new HandshakeWatch(handler.engine(), keys, listener);
        handler.handshakeFuture().addListener(watch::handshakeEnded);
        // Last the one that makes the others move.
        pipeline.addFirst(watch);
        pipeline.addFirst(new StreamEnd(handler.engine()));
        pipeline.addFirst(handler);
    }
}
