package io.tenbin.proxy.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Clients of HTTPS that send requests without pause, to several replicas as if these were one, until they are stopped: some with a
 * new connection and a full handshake each time, some that resume the session of another connection, some that keep theirs.
 */
final class TlsLoad {
    private final List<Integer> ports;
    private final String answer;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final List<Thread> threads = new ArrayList<>();
    final Queue<String> failures = new ConcurrentLinkedQueue<>();
    final LongAdder requests = new LongAdder();
    final LongAdder fullHandshakes = new LongAdder();
    final LongAdder resumptions = new LongAdder();

    /** @param answer the body that each answer has */
    TlsLoad(List<Integer> ports, String answer) {
        this.ports = List.copyOf(ports);
        this.answer = answer;
    }

    /** Begins with so many clients of each sort. */
    void start(int each) throws GeneralSecurityException {
        for (int i = 0; i < each; i++) {
            int first = i;
            begin(turn -> once(context(), port(first + turn)));
            SSLContext resuming = context();
            begin(turn -> once(resuming, port(first + turn)));
            begin(turn -> keep(port(first)));
        }
    }

    /** One connection to the replica, and one request. */
    private void once(SSLContext context, int port) throws IOException {
        try (SSLSocket socket = connect(context, port)) {
            long before = System.currentTimeMillis();
            socket.startHandshake();
            // Of the connection that it was made for: the JDK keeps the moment when it is resumed.
            boolean resumed = socket.getSession().getCreationTime() < before;
            (resumed ? resumptions : fullHandshakes).increment();
            // The answer is read: with TLS 1.3 the ticket comes before it.
            request(socket);
        }
    }

    /** Trusts everybody, and remembers sessions of its own. */
    private static SSLContext context() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustsAll()}, null);
        return context;
    }

    /** The certificate that the replica shows. */
    static X509Certificate shown(int port) throws IOException, GeneralSecurityException {
        try (SSLSocket socket = connect(context(), port)) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    /** Returns when the last request is answered. */
    void stop() throws InterruptedException {
        stopped.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private interface Turn {
        void take(int number) throws IOException, GeneralSecurityException;
    }

    private void begin(Turn turn) {
        threads.add(Thread.ofPlatform().daemon().start(() -> {
            for (int i = 0; !stopped.get(); i++) {
                try {
                    turn.take(i);
                } catch (IOException | GeneralSecurityException e) {
                    failures.add(e.toString());
                }
            }
        }));
    }

    private int port(int turn) {
        return ports.get(turn % ports.size());
    }

    private void keep(int port) throws IOException, GeneralSecurityException {
        try (SSLSocket socket = connect(context(), port)) {
            socket.startHandshake();
            while (!stopped.get()) {
                request(socket);
            }
        }
    }

    private void request(SSLSocket socket) throws IOException {
        socket.getOutputStream()
                .write("GET / HTTP/1.1\r\nHost: edge.example\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        String head = "";
        InputStream in = socket.getInputStream();
        StringBuilder read = new StringBuilder();
        while (!head.endsWith(answer)) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("ended after " + read);
            }
            head = read.append((char) octet).toString();
        }
        if (!head.startsWith("HTTP/1.1 200 ")) {
            throw new IOException("answered " + head);
        }
        requests.increment();
    }

    /** The JDK finds sessions again by name and port. */
    private static SSLSocket connect(SSLContext context, int port) throws IOException {
        Socket plain = new Socket();
        plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        plain.setSoTimeout(10_000);
        return (SSLSocket) context.getSocketFactory().createSocket(plain, "edge.example", 443, true);
    }

    private static final class TrustsAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
