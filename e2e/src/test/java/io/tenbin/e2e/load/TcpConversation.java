package io.tenbin.e2e.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Lines to an application that first names itself in a line and then echoes. */
record TcpConversation(HttpConnection connection, String pod) implements Conversation {

    static TcpConversation open(InetSocketAddress address, Duration timeout) throws IOException {
        HttpConnection connection = HttpConnection.open(address, timeout);
        try {
            return new TcpConversation(connection, greeting(connection));
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    private static String greeting(HttpConnection connection) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = connection.input().read();
                next != '\n';
                next = connection.input().read()) {
            if (next < 0) {
                throw new EOFException("the connection ended before the application named itself");
            }
            line.write(next);
        }
        return line.toString(US_ASCII);
    }

    @Override
    public void exchange(String message) throws IOException {
        byte[] sent = (message + "\n").getBytes(US_ASCII);
        connection.output().write(sent);
        byte[] echo = new byte[sent.length];
        connection.readFully(echo);
        String received = new String(echo, US_ASCII);
        if (!received.equals(message + "\n") || connection.input().available() > 0) {
            throw new IOException("sent " + message + ", received " + received.strip()
                    + (connection.input().available() > 0 ? " and more" : ""));
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
