package io.tenbin.proxy.listener;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A port that is bound. It outlives changes of the listener that it bears: a listener that is renamed, or speaks another
 * protocol from now on, takes over the socket, and no connection in its backlog is lost.
 *
 * <p>All but {@link Children} belongs to the control thread.
 */
final class Port {
    private final int number;
    private final Channel socket;
    private final Children children;
    private final PortGate gate;
    private @Nullable Future<?> unbinding;

    Port(int number, Channel socket, Children children, PortGate gate) {
        this.number = number;
        this.socket = socket;
        this.children = children;
        this.gate = gate;
    }

    int number() {
        return number;
    }

    /** Lets it accept. */
    void open() {
        gate.open();
    }

    /** The listener that it bears, null until it bears the first. */
    @Nullable
    OpenListener listener() {
        return children.listener;
    }

    /** From now on connections go to this listener, and any plan to unbind is off. */
    void bear(OpenListener listener) {
        OpenListener before = children.listener;
        if (before != null) {
            before.close();
        }
        children.listener = listener;
        if (unbinding != null) {
            unbinding.cancel(false);
            unbinding = null;
        }
    }

    /** Its listener was removed: it accepts until this task has unbound it. */
    void leave(Future<?> task) {
        unbinding = task;
    }

    boolean leaving() {
        return unbinding != null;
    }

    void unbind() {
        socket.close().awaitUninterruptibly();
    }

    /** Hands each accepted connection to the listener of the moment. */
    static final class Children extends ChannelInitializer<Channel> {
        private volatile @Nullable OpenListener listener;

        /** The listener of the moment. Only once there is one. */
        OpenListener current() {
            OpenListener current = listener;
            if (current == null) {
                throw new IllegalStateException("accepted before the port was opened");
            }
            return current;
        }

        @Override
        protected void initChannel(Channel child) {
            current().accept(child);
        }
    }
}
