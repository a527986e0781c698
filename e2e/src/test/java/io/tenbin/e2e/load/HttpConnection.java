package io.tenbin.e2e.load;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** A client's end of one kept-alive HTTP/1.1 connection; never more than one request is under way on it. */
public final class HttpConnection implements AutoCloseable {

    private final Socket socket;
    private final BufferedInputStream in;
    private final OutputStream out;
    private int exchanges;

    private HttpConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /**
     * Connects.
     *
     * @param timeout how long connecting, and later each wait for bytes, may take
     */
    public static HttpConnection open(InetSocketAddress address, Duration timeout) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(Math.toIntExact(timeout.toMillis()));
            socket.connect(address, Math.toIntExact(timeout.toMillis()));
            return new HttpConnection(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Sends a request and reads its answer.
     *
     * @throws FailedRequest if no whole answer came, or more than one
     */
    Answer exchange(byte[] request) throws FailedRequest {
        String when = "after " + exchanges + " exchanges on this connection";
        try {
            nothingWaits();
            out.write(request);
            Answer answer = Answer.read(in);
            nothingWaits();
            exchanges++;
            return answer;
        } catch (IOException e) {
            throw FailedRequest.broken(e, when);
        }
    }

    /** As {@link #exchange}, for a test that looks at an answer itself. */
    public Answer send(String request) throws IOException {
        try {
            return exchange(request.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        } catch (FailedRequest e) {
            throw new IOException(e.failure() + ": " + e.getMessage(), e);
        }
    }

    private void nothingWaits() throws IOException, FailedRequest {
        int surplus = in.available();
        if (surplus > 0) {
            throw new FailedRequest(Failure.SURPLUS, surplus + " bytes that were not asked for");
        }
    }

    /** For what comes after an upgrade: bytes already read ahead are in this stream. */
    BufferedInputStream input() {
        return in;
    }

    OutputStream output() {
        return out;
    }

    /** Reads as many bytes as the array holds. */
    void readFully(byte[] bytes) throws IOException {
        if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
            throw new EOFException("the connection ended");
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
