package io.tenbin.proxy.match;

import io.netty.util.AsciiString;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A request for tests of rules. */
final class Request implements MatchInput {
    private final List<Map.Entry<String, String>> fields = new ArrayList<>();
    private final Map<String, Integer> serversUp = new HashMap<>();
    private AsciiString method = AsciiString.of("GET");
    private String version = "1.1";
    private AsciiString host;
    private AsciiString url;
    private AsciiString path;
    private String source = "192.0.2.1";
    private int sourcePort = 40_000;
    private String destination = "198.51.100.1";
    private int destinationPort = 80;
    int fieldQuestions;

    Request(String host, String url) {
        this.host = AsciiString.of(host);
        this.url = AsciiString.of(url);
        int query = url.indexOf('?');
        path = AsciiString.of(query < 0 ? url : url.substring(0, query));
    }

    static Request of(String url) {
        return new Request("h", url);
    }

    Request sliced(AsciiString slicedHost, AsciiString slicedPath) {
        host = slicedHost;
        url = slicedPath;
        path = slicedPath;
        return this;
    }

    Request method(String other) {
        method = AsciiString.of(other);
        return this;
    }

    Request version(String other) {
        version = other;
        return this;
    }

    Request path(String other) {
        path = AsciiString.of(other);
        return this;
    }

    Request with(String name, String value) {
        fields.add(Map.entry(name, value));
        return this;
    }

    Request from(String address, int port) {
        source = address;
        sourcePort = port;
        return this;
    }

    Request to(String address, int port) {
        destination = address;
        destinationPort = port;
        return this;
    }

    Request up(String backend, int servers) {
        serversUp.put(backend, servers);
        return this;
    }

    /** The value of the first line of this name, null if there is none. */
    String field(String name) {
        return fields.stream()
                .filter(f -> f.getKey().equals(name.toLowerCase(Locale.ROOT)))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    @Override
    public AsciiString method() {
        return method;
    }

    @Override
    public AsciiString version() {
        return AsciiString.of(version);
    }

    @Override
    public AsciiString host() {
        return host;
    }

    @Override
    public AsciiString url() {
        return url;
    }

    @Override
    public AsciiString path() {
        return path;
    }

    @Override
    public int fields() {
        fieldQuestions++;
        return fields.size();
    }

    @Override
    public AsciiString fieldName(int line) {
        return AsciiString.of(fields.get(line).getKey());
    }

    @Override
    public AsciiString fieldValue(int line) {
        return AsciiString.of(fields.get(line).getValue());
    }

    @Override
    public InetAddress sourceAddress() {
        return InetAddress.ofLiteral(source);
    }

    @Override
    public int sourcePort() {
        return sourcePort;
    }

    @Override
    public InetAddress destinationAddress() {
        return InetAddress.ofLiteral(destination);
    }

    @Override
    public int destinationPort() {
        return destinationPort;
    }

    @Override
    public int serversUp(String backend) {
        return serversUp.getOrDefault(backend, 0);
    }

    @Override
    public String toString() {
        return method + " " + url + " on " + host + " " + fields + " from " + source;
    }
}
