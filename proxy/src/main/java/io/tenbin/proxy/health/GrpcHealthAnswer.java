package io.tenbin.proxy.health;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** What {@code grpc.health.v1.Health/Check} answers: one message, {@code HealthCheckResponse}, and a status of the call. */
final class GrpcHealthAnswer {
    /** The prefix and as much of a message as anybody would send: its one field takes 2 bytes. */
    private static final int LONGEST = 64;

    /** Whether it is compressed, and the length. */
    static final int PREFIX = 5;

    private static final int STATUS_FIELD = 1 << 3;
    private static final int SERVING = 1;
    private static final String[] CALL = {
        "OK",
        "CANCELLED",
        "UNKNOWN",
        "INVALID_ARGUMENT",
        "DEADLINE_EXCEEDED",
        "NOT_FOUND",
        "ALREADY_EXISTS",
        "PERMISSION_DENIED",
        "RESOURCE_EXHAUSTED",
        "FAILED_PRECONDITION",
        "ABORTED",
        "OUT_OF_RANGE",
        "UNIMPLEMENTED",
        "INTERNAL",
        "UNAVAILABLE",
        "DATA_LOSS",
        "UNAUTHENTICATED"
    };
    private static final String[] HEALTH = {"UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"};

    private final byte[] bytes = new byte[LONGEST];
    private int length;
    private @Nullable String callStatus;

    /** The call's status, as headers or trailers have it; null if these have none. */
    void status(@Nullable CharSequence text) {
        if (text != null) {
            callStatus = text.toString();
        }
    }

    /** More bytes of the answer; false if they are too many. */
    boolean add(ByteBuf more) {
        int count = more.readableBytes();
        if (count > LONGEST - length) {
            return false;
        }
        more.readBytes(bytes, length, count);
        length += count;
        return true;
    }

    /** What is wrong with the whole answer; empty if the server serves. */
    String problem() {
        if (callStatus == null) {
            return "no grpc-status";
        }
        if (!callStatus.equals("0")) {
            return "grpc-status " + Shown.of(callStatus) + word(CALL, number(callStatus));
        }
        int health = health();
        return health == SERVING
                ? ""
                : health < 0 ? "no HealthCheckResponse" : "status " + health + word(HEALTH, health);
    }

    /** The value of the field {@code status}; a field that is not there is 0 (Protocol Buffers, encoding). */
    private int health() {
        if (length < PREFIX
                || bytes[0] != 0
                || bytes[1] != 0
                || bytes[2] != 0
                || bytes[3] != 0
                || bytes[4] != length - PREFIX) {
            return -1;
        }
        if (length == PREFIX) {
            return 0;
        }
        // Values beyond 127 take more bytes, and there are none.
        return length == PREFIX + 2 && bytes[PREFIX] == STATUS_FIELD && bytes[PREFIX + 1] >= 0 ? bytes[PREFIX + 1] : -1;
    }

    private static String word(String[] words, int number) {
        return number >= 0 && number < words.length ? " " + words[number] : "";
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
    }
}
