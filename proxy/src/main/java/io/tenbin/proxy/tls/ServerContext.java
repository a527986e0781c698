package io.tenbin.proxy.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.internal.tcnative.SSL;
import io.netty.util.IllegalReferenceCountException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.ReferenceCounted;
import io.tenbin.config.TicketKeys;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One certificate on certain terms, ready to be shown. Outlives the snapshots that have it; each connection that was begun with it
 * keeps it until it is closed.
 */
public final class ServerContext {
    private final SslContext context;
    private final X509Certificate certificate;
    private final boolean tickets;
    private @Nullable TicketKeys keys;

    /** @param tickets whether sessions may be sealed into tickets */
    ServerContext(SslContext context, X509Certificate certificate, boolean tickets) {
        this.context = context;
        this.certificate = certificate;
        this.tickets = tickets;
    }

    /** The certificate, without its chain. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** Whether its key is on an elliptic curve. */
    boolean ecdsa() {
        return certificate.getPublicKey().getAlgorithm().equals("EC");
    }

    /**
     * The server's side of a connection; null if no snapshot has this any more: then the newest one is to be asked. Any thread.
     */
    public @Nullable SslHandler handler(ByteBufAllocator allocator) {
        try {
            ReferenceCountUtil.retain(context);
        } catch (IllegalReferenceCountException e) {
            return null;
        }
        try {
            SslHandler handler = context.newHandler(allocator);
            if (!tickets && handler.engine() instanceof ReferenceCountedOpenSslEngine engine) {
                // BoringSSL makes keys of its own where it is given none.
                SSL.setOptions(engine.sslPointer(), SSL.SSL_OP_NO_TICKET);
            }
            return handler;
        } finally {
            ReferenceCountUtil.release(context);
        }
    }

    /** Seals tickets with the first of these from now on, and opens what any of them has sealed. Control thread. */
    void ticketKeys(@Nullable TicketKeys next) {
        if (next != null
                && !Objects.equals(keys, next)
                && context.sessionContext() instanceof OpenSslServerSessionContext sessions) {
            sessions.setTicketKeys(
                    next.keys().stream().map(ServerContext::key).toArray(OpenSslSessionTicketKey[]::new));
        }
        keys = next;
    }

    /** No snapshot has it any more: it is gone with the last of its connections. Control thread, once. */
    void release() {
        ReferenceCountUtil.release(context);
    }

    /** How many hold it: its snapshot and its connections. For tests. */
    int references() {
        return context instanceof ReferenceCounted counted ? counted.refCnt() : 1;
    }

    private static OpenSslSessionTicketKey key(byte[] bytes) {
        List<byte[]> parts = List.of(
                Arrays.copyOfRange(bytes, 0, 16), Arrays.copyOfRange(bytes, 16, 32), Arrays.copyOfRange(bytes, 32, 48));
        return new OpenSslSessionTicketKey(parts.get(0), parts.get(1), parts.get(2));
    }
}
