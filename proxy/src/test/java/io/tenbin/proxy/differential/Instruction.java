package io.tenbin.proxy.differential;

import java.util.List;

/**
 * How an origin answers, in one word, or in a word and a number.
 *
 * @param name see {@link #answer}
 */
record Instruction(String name, int number) {
    static final List<String> ANSWERS = List.of(
            "ok",
            "chunked",
            "trailers",
            "says-close",
            "http10",
            "http10-keep",
            "hop",
            "cookies",
            "reason",
            "cacheable",
            "large",
            "empty-chunked",
            "zero");

    static Instruction parse(String text) {
        int at = text.indexOf('=');
        return at < 0
                ? new Instruction(text, 0)
                : new Instruction(text.substring(0, at), Integer.parseInt(text.substring(at + 1)));
    }

    int delayMillis() {
        return name.equals("delay") ? number : 0;
    }

    boolean resets() {
        return name.equals("reset");
    }

    boolean closes() {
        return List.of("close", "says-close", "http10", "empty", "half-head", "garbage", "short", "short-chunk")
                .contains(name);
    }

    /** Whether nothing more comes, and the connection stays until the other side closes it. */
    boolean isLast() {
        return name.startsWith("mute") || name.equals("upgrade");
    }

    boolean tunnels() {
        return name.equals("tunnel");
    }

    /** The bytes of the answer. */
    String answer(int server, Message request) {
        String mark = "X-Server: s" + server + "\r\n";
        String body = "from s" + server;
        String sized = mark + "Content-Length: " + body.length() + "\r\n\r\n"
                + (request.start().startsWith("HEAD ") ? "" : body);
        String ok = "HTTP/1.1 200 OK\r\n";
        return switch (name) {
            case "status" -> "HTTP/1.1 " + number + " Whatever\r\n" + (number == 204 ? mark + "\r\n" : sized);
            case "not-modified" -> "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n" + mark + "\r\n";
            case "chunked" -> ok + mark + chunked(request, "3\r\nabc\r\n8;x=y\r\ndefghijk\r\n0\r\n\r\n");
            case "empty-chunked" -> ok + mark + chunked(request, "0\r\n\r\n");
            case "trailers" -> ok + mark + chunked(request, "1\r\nx\r\n0\r\nX-Trailer: t\r\n\r\n");
            case "close" ->
                ok + mark + "X-Unsized: yes\r\n\r\n" + (request.start().startsWith("HEAD ") ? "" : body);
            case "says-close" -> ok + "Connection: close\r\n" + sized;
            case "http10" -> "HTTP/1.0 200 OK\r\n" + sized;
            case "http10-keep" -> "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n" + sized;
            case "hop" ->
                ok + "Connection: X-Gone, keep-alive\r\nX-Gone: 1\r\nKeep-Alive: timeout=5\r\nX-Stays: 1\r\n" + sized;
            case "cookies" -> ok + "Set-Cookie: a=1; Path=/\r\nSet-Cookie: b=2\r\nVary: x\r\nVary: y\r\n" + sized;
            case "own-cookie" -> ok + "Set-Cookie: SERVERID=app; Path=/\r\n" + sized;
            case "reason" -> "HTTP/1.1 299 A reason of its own\r\n" + sized;
            case "cacheable" -> ok + "Cache-Control: max-age=60\r\n" + sized;
            case "large" ->
                ok + mark + "Content-Length: 70000\r\n\r\n"
                        + (request.start().startsWith("HEAD ") ? "" : "x".repeat(70_000));
            case "zero" -> ok + mark + "Content-Length: 0\r\n\r\n";
            case "empty", "mute" -> "";
            case "mute-head" -> ok + "X-Half: ";
            case "mute-body" -> ok + mark + "Content-Length: 50\r\n\r\n" + body;
            case "mute-chunk" -> ok + mark + "Transfer-Encoding: chunked\r\n\r\n20\r\n" + body;
            case "upgrade" -> "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n";
            case "tunnel" -> ok + mark + "\r\n";
            case "half-head" -> ok + "X-Half: ";
            case "garbage" -> "this is no answer\r\n\r\n";
            case "short" -> ok + mark + "Content-Length: 50\r\n\r\n" + body;
            case "short-chunk" -> ok + mark + "Transfer-Encoding: chunked\r\n\r\n20\r\n" + body;
            default -> ok + sized;
        };
    }

    private static String chunked(Message request, String chunks) {
        return "Transfer-Encoding: chunked\r\n\r\n" + (request.start().startsWith("HEAD ") ? "" : chunks);
    }
}
