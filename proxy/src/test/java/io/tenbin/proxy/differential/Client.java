package io.tenbin.proxy.differential;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a client does in one case, and what it gets. */
final class Client {
    private static final int PATIENCE_MILLIS = 6_000;

    private final InetSocketAddress address;
    private final String name;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    /**
     * An answer, or why there was none.
     *
     * @param messages interim answers, then the final one
     * @param end {@code open}, {@code closed} after the answer, or what went wrong
     */
    record Answer(List<Message> messages, String end) {}

    /**
     * A client without cookies.
     *
     * @param name of the case, which each request bears
     */
    Client(InetSocketAddress address, String name) {
        this.address = address;
        this.name = name;
    }

    List<Answer> run(List<Case.Conversation> conversations) {
        List<Answer> answers = new ArrayList<>();
        for (Case.Conversation conversation : conversations) {
            try (Socket socket = new Socket()) {
                socket.bind(new InetSocketAddress(InetAddress.getByName(conversation.source()), 0));
                socket.connect(address);
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(PATIENCE_MILLIS);
                InputStream in = new BufferedInputStream(socket.getInputStream());
                boolean open = true;
                for (Request request : conversation.requests()) {
                    Answer answer = open ? ask(socket, in, request) : new Answer(List.of(), "not sent");
                    open = answer.end.equals("open");
                    answers.add(answer);
                }
            } catch (IOException e) {
                answers.add(new Answer(List.of(), "connection failed"));
            }
        }
        return answers;
    }

    private Answer ask(Socket socket, InputStream in, Request request) {
        List<Message> messages = new ArrayList<>();
        try {
            send(socket, named(request.bytes()));
            boolean held = !request.body().isEmpty();
            while (true) {
                Optional<Message> head = Message.head(in);
                if (head.isEmpty()) {
                    return new Answer(messages, "closed without an answer");
                }
                int status = head.get().status();
                if (status >= 200) {
                    boolean bodiless = request.head() || status == 204 || status == 304;
                    Message answer = bodiless ? head.get() : head.get().withBody(in, true);
                    messages.add(answer);
                    remember(answer);
                    boolean sized = bodiless
                            || answer.field("content-length").isPresent()
                            || answer.field("transfer-encoding").isPresent();
                    return new Answer(messages, answer.saysClose() || !sized ? closed(in) : "open");
                }
                messages.add(head.get());
                if (held) {
                    send(socket, request.body());
                    held = false;
                }
            }
        } catch (SocketTimeoutException e) {
            return new Answer(messages, "no answer in time");
        } catch (IOException | RuntimeException e) {
            return new Answer(messages, "cut");
        }
    }

    private static String closed(InputStream in) {
        try {
            return in.read() < 0 ? "closed" : "more bytes after the answer";
        } catch (SocketTimeoutException e) {
            return "not closed";
        } catch (IOException e) {
            return "reset";
        }
    }

    private void remember(Message answer) {
        for (Message.Field field : answer.fields()) {
            if (field.name().equals("set-cookie")) {
                String pair = field.value().split(";", 2)[0];
                int at = pair.indexOf('=');
                cookies.put(pair.substring(0, Math.max(at, 0)), pair.substring(at + 1));
            }
        }
    }

    /** With the case's name and the cookies of the moment. */
    private String named(String bytes) {
        StringBuilder pairs = new StringBuilder();
        cookies.forEach((key, value) -> {
            if (!value.isEmpty()) {
                pairs.append("; ").append(key).append('=').append(value);
            }
        });
        return bytes.replace(Request.COOKIES, pairs)
                .replace(Origins.INSTRUCTION + ":", Origins.CASE + ": " + name + "\r\n" + Origins.INSTRUCTION + ":");
    }

    private static void send(Socket socket, String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }
}
