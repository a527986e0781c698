package io.tenbin.proxy.http;

import io.tenbin.config.HeaderConfig;
import java.util.List;

/** Answers that are made here, in HAProxy's words. They hold nothing of the request. */
enum ErrorAnswer {
    BAD_REQUEST(400, "Bad Request", "Your browser sent an invalid request."),
    METHOD_NOT_ALLOWED(405, "Method Not Allowed", "This method is not allowed here."),
    REQUEST_TIMEOUT(408, "Request Time-out", "Your browser didn't send a complete request in time."),
    PAYLOAD_TOO_LARGE(413, "Payload Too Large", "The request entity exceeds the maximum allowed."),
    URI_TOO_LONG(414, "URI Too Long", "The request target exceeds the maximum allowed."),
    EXPECTATION_FAILED(417, "Expectation Failed", "The expectation cannot be met."),
    TOO_MANY_REQUESTS(429, "Too Many Requests", "You have sent too many requests in a given amount of time."),
    HEADERS_TOO_LARGE(431, "Request Header Fields Too Large", "The request header fields exceed the maximum allowed."),
    NOT_IMPLEMENTED(501, "Not Implemented", "The request needs what is not implemented here."),
    BAD_GATEWAY(502, "Bad Gateway", "The server returned an invalid or incomplete response."),
    SERVICE_UNAVAILABLE(503, "Service Unavailable", "No server is available to handle this request."),
    GATEWAY_TIMEOUT(504, "Gateway Time-out", "The server didn't respond in time."),
    VERSION_NOT_SUPPORTED(505, "HTTP Version Not Supported", "This version of HTTP is not supported.");

    private final int status;
    private final String reason;
    private final String sentence;

    ErrorAnswer(int status, String reason, String sentence) {
        this.status = status;
        this.reason = reason;
        this.sentence = sentence;
    }

    /** What a request that broke a rule gets, 400 unless the rule has a status of its own. */
    static ErrorAnswer ofMalformed(int status) {
        return switch (status) {
            case 414 -> URI_TOO_LONG;
            case 431 -> HEADERS_TOO_LARGE;
            case 501 -> NOT_IMPLEMENTED;
            case 505 -> VERSION_NOT_SUPPORTED;
            default -> BAD_REQUEST;
        };
    }

    int status() {
        return status;
    }

    String reason() {
        return reason;
    }

    /** ASCII. */
    String body() {
        return "<html><body><h1>" + status + " " + reason + "</h1>\n" + sentence + "\n</body></html>\n";
    }

    /** Fields of this answer alone: RFC 9110 section 15.5.6 wants {@code Allow} with a 405, which CONNECT gets. */
    List<HeaderConfig> ownFields() {
        return this == METHOD_NOT_ALLOWED
                ? List.of(new HeaderConfig("Allow", "GET, HEAD, POST, PUT, DELETE, OPTIONS, PATCH, TRACE"))
                : List.of();
    }
}
