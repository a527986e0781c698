package io.tenbin.proxy.http;

import io.tenbin.proxy.http1.RequestHead;
import io.tenbin.proxy.http1.ResponseHead;
import io.tenbin.proxy.persistence.CookieExchange;
import io.tenbin.proxy.snapshot.BackendView;
import io.tenbin.proxy.snapshot.CookieServers;
import io.tenbin.proxy.snapshot.StickServers;
import io.tenbin.proxy.upstream.Endpoint;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What keeps one request at the server that its client has had before, and the client at the server that it gets now. */
final class Stickiness {
    private final CookieServers servers;
    private final CookieExchange cookie;
    private final @Nullable Endpoint endpoint;

    private Stickiness(CookieServers servers, CookieExchange cookie) {
        this.servers = servers;
        this.cookie = cookie;
        this.endpoint = find();
    }

    /** Reads the request, and takes out of it what its server is not to see; null if nothing sticks in this Backend. */
    static @Nullable Stickiness of(BackendView backend, RequestHead request) {
        CookieServers servers = backend.cookies();
        if (servers == null) {
            return null;
        }
        Stickiness stickiness = new Stickiness(servers, read(servers, request));
        stickiness.cookie.forward(request.fields());
        return stickiness;
    }

    private static CookieExchange read(CookieServers servers, RequestHead request) {
        // By the wall clock: the dates come back from clients.
        long now = TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis());
        return CookieExchange.read(servers.config(), request.method(), request.fields(), now);
    }

    /** Whether a request or its client belongs to a server of this Backend that still serves what belongs to it. */
    static boolean keeps(BackendView backend, RequestHead request, InetAddress client) {
        CookieServers cookies = backend.cookies();
        if (cookies != null && new Stickiness(cookies, read(cookies, request)).endpoint != null) {
            return true;
        }
        StickServers table = backend.sticks();
        return table != null && table.endpoint(client) != null;
    }

    /** Where the request has to go; null if anywhere. */
    @Nullable
    Endpoint endpoint() {
        return endpoint;
    }

    /** Sets the cookie in an answer of that endpoint. */
    void answer(ResponseHead head, @Nullable Endpoint answering) {
        if (endpoint != null && !endpoint.equals(answering)) {
            cookie.down();
        }
        if (answering != null && servers.covers(answering)) {
            cookie.answer(head.status(), head.fields(), servers.value(answering));
        }
    }

    /** The last two characters of the termination state. */
    String flags() {
        return cookie.flags();
    }

    private @Nullable Endpoint find() {
        String value = cookie.server();
        if (value == null || !servers.knows(value)) {
            return null;
        }
        Endpoint found = servers.endpoint(value);
        if (found == null) {
            cookie.down();
        } else {
            cookie.sticks();
        }
        return found;
    }
}
