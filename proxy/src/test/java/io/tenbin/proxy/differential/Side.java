package io.tenbin.proxy.differential;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/** One of the two proxies, with servers of its own behind it. */
interface Side extends AutoCloseable {

    /** Serves these, and only these, when it returns. */
    void serve(List<Placed> cases) throws IOException;

    InetSocketAddress address(Placed placed);

    Origins origins();

    Log log();

    @Override
    void close() throws IOException;

    /**
     * A case among others.
     *
     * @param name unique in this run; the prefix of its names
     * @param slot which of the ports it has
     */
    record Placed(Case test, String name, int slot) {
        /** With the prefix and the port of the listener in their places. */
        String named(String text, int port) {
            return text.replace("§", name).replace("<port>", String.valueOf(port));
        }
    }
}
