package io.tenbin.proxy.log;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The two lines that HAProxy's log parsers read (configuration manual 8.2.2 and 8.2.3), without captures. */
final class HaproxyLines {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "dd/MMM/yyyy:HH:mm:ss.SSS", Locale.ENGLISH)
            .withZone(ZoneId.systemDefault());

    private HaproxyLines() {}

    /** {@code %ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc %ac/%fc/%bc/%sc/%rc %sq/%bq "%r"}. */
    static void http(StringBuilder line, HttpLogEntry entry) {
        start(line, entry.client(), entry.time(), entry.route());
        HttpTimers timers = entry.timers();
        line.append(timers.request())
                .append('/')
                .append(timers.queue())
                .append('/')
                .append(timers.connect());
        line.append('/').append(timers.response()).append('/').append(timers.total());
        HttpOutcome outcome = entry.outcome();
        line.append(' ')
                .append(outcome.status())
                .append(' ')
                .append(outcome.bytes())
                .append(" - - ");
        line.append(outcome.termination()).append(' ');
        load(line, entry.load());
        line.append(" \"");
        escape(line, outcome.requestLine());
        line.append('"');
    }

    /** {@code %ci:%cp [%t] %ft %b/%s %Tw/%Tc/%Tt %B %ts %ac/%fc/%bc/%sc/%rc %sq/%bq}. */
    static void tcp(StringBuilder line, TcpLogEntry entry) {
        start(line, entry.client(), entry.time(), entry.route());
        TcpTimers timers = entry.timers();
        line.append(timers.queue())
                .append('/')
                .append(timers.connect())
                .append('/')
                .append(timers.total());
        line.append(' ')
                .append(entry.outcome().bytes())
                .append(' ')
                .append(entry.outcome().termination())
                .append(' ');
        load(line, entry.load());
    }

    /** {@code %ci:%cp [%t] %ft/1: reason} (configuration manual 8.2.6), 1 being the one {@code bind} that a listener is. */
    static void refused(StringBuilder line, RefusedLogEntry entry) {
        start(line, entry.client(), entry.time());
        line.append(entry.listener()).append("/1: ").append(entry.reason());
    }

    private static void start(StringBuilder line, InetSocketAddress client, long time, LogRoute route) {
        start(line, client, time);
        line.append(route.listener()).append(' ');
        line.append(route.backend()).append('/').append(route.server()).append(' ');
    }

    private static void start(StringBuilder line, InetSocketAddress client, long time) {
        line.append(client.getAddress().getHostAddress())
                .append(':')
                .append(client.getPort())
                .append(" [");
        DATE.formatTo(Instant.ofEpochMilli(time), line);
        line.append("] ");
    }

    private static void load(StringBuilder line, LogLoad load) {
        line.append(load.process())
                .append('/')
                .append(load.listener())
                .append('/')
                .append(load.backend());
        line.append('/')
                .append(load.server())
                .append('/')
                .append(load.redispatched() ? "+" : "")
                .append(load.retries());
        line.append(' ')
                .append(load.attempts().serverQueue())
                .append('/')
                .append(load.attempts().backendQueue());
    }

    /** As HAProxy: what is not printable ASCII, and the quote, becomes {@code #} and two hexadecimal digits. */
    private static void escape(StringBuilder line, CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c > 0x7e || c == '"' || c == '#') {
                line.append('#').append(Character.toUpperCase(Character.forDigit(c >> 4 & 15, 16)));
                line.append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            } else {
                line.append(c);
            }
        }
    }
}
