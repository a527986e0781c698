package io.tenbin.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tenbin.proxy.dispatch.Dispatch;
import io.tenbin.proxy.dispatch.NoServer;
import io.tenbin.proxy.http1.FieldNames;
import io.tenbin.proxy.http1.Fields;
import io.tenbin.proxy.http1.RequestHead;
import io.tenbin.proxy.http1.ResponseHead;
import io.tenbin.proxy.snapshot.BackendView;
import io.tenbin.proxy.snapshot.MirrorPolicy;
import io.tenbin.proxy.transport.Timeout;
import io.tenbin.proxy.upstream.CopyStats;
import io.tenbin.proxy.upstream.Demand;
import io.tenbin.proxy.upstream.ServerStream;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A copy of one request for another Backend, whose answer is thrown away. It is gathered while the request passes and sent when that
 * is whole, so that it never holds the request up, and costs no more than what it keeps of the body.
 *
 * <pre>
 *   gathering --request whole--&gt; looking for a server --found--&gt; sent --answered--&gt; over
 *       '--too large, given up--&gt; over   '--none--&gt; over            '--lost, too slow--&gt; over
 * </pre>
 */
final class Mirror implements Dispatch.Outcome<ServerStream>, ServerStream.Receiver {
    /** Bytes of a body; as much as is kept for retries unless said otherwise. */
    private static final int LARGEST = 64 << 10;

    /** Copies of one Backend under way: with bodies of the largest size 16 MiB. */
    private static final int MOST = 256;

    private final RequestHead request;
    private final BackendView backend;
    private final Dispatch<ServerStream> dispatch;
    private final CopyStats stats;
    private final Timeout timeout;
    /** One for all that comes, however small its pieces are. On the heap: a copy may outlive the connection and its buffers. */
    private final ByteBuf body = Unpooled.buffer(0, LARGEST);

    private final boolean lastOnServer;
    private Fields trailers = Fields.EMPTY;
    private boolean sending;
    private boolean over;
    private @Nullable ServerStream server;

    private Mirror(Inbound in, BackendView backend, Servers servers) {
        this.request = in.request().copy();
        this.backend = backend;
        this.stats = backend.stats().copies();
        this.timeout = servers.timer().timeout(this::tooSlow);
        this.lastOnServer = backend.config().connection().mode().closesServer();
        Demand demand = Demand.of(backend.config().connection(), lastOnServer, false);
        this.dispatch = servers.search(backend, new RequestInput(in.client(), request), demand, this);
    }

    /** Begins to gather a copy of a request as the rule has changed it, if there is to be one, and can be. */
    static void begin(Inbound in, @Nullable MirrorPolicy policy, Servers servers) {
        String name = policy == null ? null : policy.next();
        BackendView backend = name == null ? null : in.listener().backend(name);
        Mirror mirror = backend == null ? null : of(in, backend, servers);
        if (mirror != null) {
            in.body().copyTo(mirror);
        }
    }

    private static @Nullable Mirror of(Inbound in, BackendView backend, Servers servers) {
        RequestHead request = in.request();
        if (Admission.connects(request) || NextHop.asksForUpgrade(request)) {
            return null;
        }
        CopyStats stats = backend.stats().copies();
        if (request.contentLength() > LARGEST || stats.active().get() >= MOST) {
            stats.dropped().increment();
            return null;
        }
        stats.active().incrementAndGet();
        Mirror mirror = new Mirror(in, backend, servers);
        mirror.prepare(in);
        return mirror;
    }

    private void prepare(Inbound in) {
        Fields fields = request.fields();
        // What was said for the connection to the other server, and for a body that will be there at once.
        fields.remove(FieldNames.CONNECTION);
        fields.remove(FieldNames.EXPECT);
        if (lastOnServer) {
            fields.add(FieldNames.CONNECTION, "close");
        }
        backend.edits().request().apply(fields, in.samples());
    }

    /** Bytes of the body, which stay the caller's. */
    void requestBody(ByteBuf data) {
        if (over) {
            return;
        }
        if (data.readableBytes() > body.maxWritableBytes()) {
            end(stats.dropped());
        } else {
            body.writeBytes(data, data.readerIndex(), data.readableBytes());
        }
    }

    /** The request is whole: the copy goes on its own way. */
    void requestEnd(Fields withTrailers) {
        if (!over) {
            sending = true;
            trailers = withTrailers;
            dispatch.begin(null);
        }
    }

    /** The request has ended before it was whole. */
    void requestLost() {
        end(stats.dropped());
    }

    @Override
    public void found(ServerStream found) {
        server = found;
        timeout.start(backend.config().timeouts().server());
        found.send(request, lastOnServer, this);
        found.body(body.retain());
        found.end(trailers);
    }

    @Override
    public void nothingFound(NoServer why) {
        end(stats.failed());
    }

    @Override
    public void answer(ResponseHead head) {
        if (head.status() == 101) {
            end(stats.failed());
        } else {
            goesOn();
        }
    }

    @Override
    public void answerBody(ByteBuf data) {
        data.release();
        goesOn();
    }

    /** As for other requests, the server's time is that of its silence. */
    private void goesOn() {
        if (!over) {
            timeout.start(backend.config().timeouts().server());
        }
    }

    @Override
    public void answerEnd(Fields withTrailers) {
        server = null;
        end(stats.answered());
    }

    @Override
    public void answerPause() {
        if (server != null) {
            server.read();
        }
    }

    @Override
    public void serverWritability() {
        // All of it has been written.
    }

    @Override
    public void serverLost(ServerStream.Loss loss) {
        server = null;
        end(stats.failed());
    }

    private void tooSlow() {
        end(stats.failed());
    }

    private void end(LongAdder result) {
        if (over) {
            return;
        }
        over = true;
        result.increment();
        timeout.stop();
        stats.active().decrementAndGet();
        body.release();
        if (server != null) {
            server.abort();
            server = null;
        }
        if (sending) {
            dispatch.end();
        }
    }
}
