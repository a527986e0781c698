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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

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
     * @param millis how long it took until then
     */
    record Answer(List<Message> messages, String end, long millis) {}

    /**
     * A client without cookies.
     *
     * @param name of the case, which each request bears
     */
    Client(InetSocketAddress address, String name) {
        this.address = address;
        this.name = name;
    }

    List<Answer> run(List<Case.Conversation> conversations) throws InterruptedException {
        List<Answer> answers = new ArrayList<>();
        List<Future<List<Answer>>> beside = new ArrayList<>();
        try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch before = new CountDownLatch(0);
            for (int i = 0; i < conversations.size(); i++) {
                Case.Conversation one = conversations.get(i);
                boolean accompanied = one.startsMillis() >= 0
                        || (i + 1 < conversations.size()
                                && conversations.get(i + 1).startsMillis() >= 0);
                if (accompanied) {
                    CountDownLatch previous = before;
                    CountDownLatch sent = new CountDownLatch(1);
                    before = sent;
                    beside.add(others.submit(() -> {
                        previous.await();
                        Thread.sleep(Math.max(0, one.startsMillis()));
                        return converse(one, sent);
                    }));
                } else {
                    answers.addAll(converse(one, new CountDownLatch(1)));
                }
            }
            for (Future<List<Answer>> some : beside) {
                answers.addAll(some.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return answers;
    }

    /** Opens the latch when the first request was sent. */
    private List<Answer> converse(Case.Conversation conversation, CountDownLatch sent) {
        List<Answer> answers = new ArrayList<>();
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(conversation.source()), 0));
            socket.connect(address);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            boolean open = true;
            for (Request request : conversation.requests()) {
                Answer answer = open ? ask(socket, in, request, sent) : new Answer(List.of(), "not sent", 0);
                open = answer.end.equals("open");
                answers.add(answer);
            }
        } catch (IOException e) {
            answers.add(new Answer(List.of(), "connection failed", 0));
        } finally {
            sent.countDown();
        }
        return answers;
    }

    private Answer ask(Socket socket, InputStream in, Request request, CountDownLatch sent) {
        long began = System.nanoTime();
        List<Message> messages = new ArrayList<>();
        String end = exchange(socket, in, request, messages, sent);
        return new Answer(messages, end, (System.nanoTime() - began) / 1_000_000);
    }

    /** Adds what comes to the messages; how it ended. */
    private String exchange(
            Socket socket, InputStream in, Request request, List<Message> messages, CountDownLatch sent) {
        try {
            send(socket, named(request.bytes()));
            sent.countDown();
            boolean held = !request.body().isEmpty();
            while (true) {
                Optional<Message> head = Message.head(in);
                if (head.isEmpty()) {
                    return "closed without an answer";
                }
                int status = head.get().status();
                if (status >= 200 || status == 101) {
                    boolean bodiless = request.head() || status == 101 || status == 204 || status == 304;
                    Message answer = bodiless ? head.get() : head.get().withBody(in, true);
                    messages.add(answer);
                    remember(answer);
                    boolean sized = (bodiless && status != 101)
                            || answer.field("content-length").isPresent()
                            || answer.field("transfer-encoding").isPresent();
                    return answer.saysClose() || !sized ? closed(in) : "open";
                }
                messages.add(head.get());
                if (held) {
                    send(socket, request.body());
                    held = false;
                }
            }
        } catch (SocketTimeoutException e) {
            return "no answer in time";
        } catch (IOException | RuntimeException e) {
            return "cut";
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
