package io.tenbin.proxy.persistence;

import io.netty.util.AsciiString;
import io.tenbin.config.CookieConfig;
import io.tenbin.config.CookieConfig.Lifetime;
import io.tenbin.config.CookieConfig.Mode;
import io.tenbin.proxy.http1.Fields;
import io.tenbin.proxy.http1.Methods;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the cookie of one request says and what its answer sets, as HAProxy has it ({@code http_manage_client_side_cookies},
 * {@code http_manage_server_side_cookies} and {@code http_process_res_common} in {@code http_ana.c}).
 *
 * <p>The order is: {@link #read}, which server that means ({@link #sticks}, {@link #down} or {@link #unknown}), {@link #forward}, and in
 * the end {@link #answer}.
 */
public final class CookieExchange {
    private static final AsciiString SET_COOKIE = AsciiString.cached("set-cookie");
    private static final AsciiString CACHE_CONTROL = AsciiString.cached("cache-control");
    private static final AsciiString PRIVATE = AsciiString.cached("private");
    private static final char DATE = '|';
    private static final char PREFIX = '~';

    /** A date further ahead than this is no clock that goes wrong a little. */
    private static final long DAY = 86_400;

    private final CookieConfig config;
    private final AsciiString method;
    private final long now;
    private char request = 'N';
    private char response = 'N';
    private @Nullable String server;
    private boolean direct;
    private long lastDate;
    private long firstDate;

    private CookieExchange(CookieConfig config, AsciiString method, long now) {
        this.config = config;
        this.method = method;
        this.now = now;
    }

    /**
     * Reads the request's cookie.
     *
     * @param epochSeconds now, by the clock that clients' dates go by
     */
    public static CookieExchange read(CookieConfig config, AsciiString method, Fields fields, long epochSeconds) {
        CookieExchange exchange = new CookieExchange(config, method, epochSeconds);
        String value = CookiePairs.value(fields, config.name());
        if (value != null) {
            exchange.understand(value);
        }
        return exchange;
    }

    /** The server's value that the client presents; null if it presents none, or one that is too old. */
    public @Nullable String server() {
        return server;
    }

    /** The server of this value takes the request. */
    public void sticks() {
        request = 'V';
        direct = true;
    }

    /** There is a server of this value, and it cannot take the request, or turned out not to. */
    public void down() {
        request = 'D';
        direct = false;
    }

    /** No server has this value. */
    public void unknown() {
        request = 'I';
    }

    /** Whether the request goes where the cookie says. */
    public boolean direct() {
        return direct;
    }

    /** Takes out of the request what its server is not to see. */
    public void forward(Fields fields) {
        if (config.mode() == Mode.INSERT && config.handling().indirect()) {
            CookiePairs.rewrite(fields, config.name(), value -> null);
        } else if (config.mode() == Mode.PREFIX) {
            CookiePairs.rewrite(fields, config.name(), CookieExchange::withoutPrefix);
        }
    }

    /**
     * Sets the cookie in an answer.
     *
     * @param status of the answer
     * @param fields of the answer, to be changed in place
     * @param own the value of the server that answers; null if it has none
     */
    public void answer(int status, Fields fields, @Nullable String own) {
        ofServer(fields, own);
        if (inserts()) {
            // Before the cookie is there: what a server said of caching did not know of it.
            if (config.handling().noCache() && Cacheability.cacheable(method, status, fields)) {
                fields.add(CACHE_CONTROL, PRIVATE);
            }
            fields.add(SET_COOKIE, setCookie(own));
            response = own != null && direct ? 'U' : 'I';
        }
    }

    /** The last two characters of the termination state (configuration manual 8.5). */
    public String flags() {
        return "" + request + response;
    }

    private void understand(String value) {
        request = 'I';
        int end = value.length();
        if (config.mode() == Mode.PREFIX) {
            end = endOf(value, PREFIX);
        } else {
            // Whether dates are asked for now or not: a cookie may be older than the configuration.
            end = endOf(value, DATE);
            readDates(value, end);
        }
        Lifetime lifetime = config.lifetime();
        if (outside(firstDate, lifetime.maxLife())) {
            forget('O');
        } else if (outside(lastDate, lifetime.maxIdle())) {
            forget('E');
        } else {
            server = value.substring(0, end);
        }
    }

    /** As if there were no cookie. */
    private void forget(char why) {
        request = why;
        lastDate = 0;
        firstDate = 0;
    }

    private void readDates(String value, int end) {
        if (end < value.length()) {
            lastDate = CookieDate.read(value, end + 1);
            int second = value.indexOf(DATE, end + 1);
            firstDate = second < 0 ? 0 : CookieDate.read(value, second + 1);
        }
    }

    /** A cookie without a date is always believed: an administrator wrote it by hand. */
    private boolean outside(long date, @Nullable Duration most) {
        return most != null && date != 0 && (now - date > most.toSeconds() || date - now > DAY);
    }

    /** A cookie of this name that the server sets. */
    private void ofServer(Fields fields, @Nullable String own) {
        for (int line = 0; line < fields.size(); line++) {
            if (!names(fields, line)) {
                continue;
            }
            response = 'P';
            if (config.handling().preserve()) {
                return;
            }
            if (config.mode() == Mode.INSERT || (direct && config.handling().indirect())) {
                fields.removeIf(i -> names(fields, i));
                response = 'D';
                return;
            }
            if (own != null) {
                replace(fields, own);
                response = 'R';
                return;
            }
        }
    }

    private void replace(Fields fields, String own) {
        Fields before = fields.copy();
        fields.remove(SET_COOKIE);
        for (int line = 0; line < before.size(); line++) {
            if (names(before, line)) {
                fields.add(before.name(line), replaced(before.value(line).toString(), own));
            } else if (before.name(line).contentEqualsIgnoreCase(SET_COOKIE)) {
                fields.add(before.name(line), before.value(line));
            }
        }
    }

    private String replaced(String cookie, String own) {
        int value = cookie.indexOf('=') + 1;
        int end = endOf(cookie, ';');
        String set = config.mode() == Mode.PREFIX
                ? own + PREFIX + cookie.substring(value, end).strip()
                : own;
        return config.name() + "=" + set + cookie.substring(end);
    }

    private boolean names(Fields fields, int line) {
        if (!fields.name(line).contentEqualsIgnoreCase(SET_COOKIE)) {
            return false;
        }
        String cookie = fields.value(line).toString();
        int equals = cookie.indexOf('=');
        return equals >= 0 && cookie.substring(0, equals).strip().equals(config.name());
    }

    private boolean inserts() {
        if (config.mode() != Mode.INSERT
                || (response == 'P' && config.handling().preserve())
                || (config.handling().postOnly() && !method.equals(Methods.POST))) {
            return false;
        }
        boolean life = config.lifetime().maxLife() != null;
        return !direct || refreshes() || (life && firstDate == 0) || (!life && firstDate != 0);
    }

    /** The date in the cookie is not that of the last four seconds, or has to be put in or taken out. */
    private boolean refreshes() {
        return (config.lifetime().maxIdle() != null || lastDate != 0) && (lastDate == 0 || lastDate - now < 0);
    }

    private String setCookie(@Nullable String own) {
        StringBuilder cookie = new StringBuilder(config.name()).append('=');
        if (own == null) {
            cookie.append("; Expires=Thu, 01-Jan-1970 00:00:01 GMT");
        } else {
            cookie.append(own);
            dates(cookie);
        }
        cookie.append("; path=/");
        CookieConfig.Attributes attributes = config.attributes();
        if (attributes.domain() != null) {
            cookie.append("; domain=").append(attributes.domain());
        }
        cookie.append(attributes.httpOnly() ? "; HttpOnly" : "");
        cookie.append(attributes.secure() ? "; Secure" : "");
        if (attributes.sameSite() != null) {
            cookie.append("; SameSite=").append(attributes.sameSite());
        }
        return cookie.toString();
    }

    private void dates(StringBuilder cookie) {
        if (!config.lifetime().dated()) {
            return;
        }
        cookie.append(DATE);
        CookieDate.write(cookie, now);
        if (config.lifetime().maxLife() != null) {
            cookie.append(DATE);
            CookieDate.write(cookie, firstDate == 0 ? now : firstDate);
        }
    }

    private static String withoutPrefix(@Nullable String value) {
        return value == null ? "" : value.substring(value.indexOf(PREFIX) + 1);
    }

    private static int endOf(String text, char delimiter) {
        int end = text.indexOf(delimiter);
        return end < 0 ? text.length() : end;
    }
}
