package io.tenbin.proxy.upstream;

import io.tenbin.proxy.http1.ResponseHead;

/** What is told of one exchange to its endpoint's counters and to its health, whatever version of HTTP carries it. */
final class AnswerTally {
    private final Endpoint endpoint;
    private int status;

    AnswerTally(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** A request is sent. */
    void begun() {
        endpoint.stats().requests().increment();
    }

    /** The final head has come. */
    void answers(ResponseHead head) {
        status = head.status();
        endpoint.stats().responses(Math.min(status / 100, 5)).increment();
    }

    void body(int bytes) {
        endpoint.stats().bytesToClient().add(bytes);
    }

    /** Only now it is known that the server did what it is there for: many answers begin well and are cut. */
    void answered() {
        endpoint.health().errors().answered(status);
    }

    /**
     * The answer will not be whole.
     *
     * @param stale whether the connection had rested before: that it is lost before an answer says nothing against the server
     */
    void lost(ServerStream.Loss loss, boolean stale) {
        boolean fault = switch (loss) {
            case NO_ANSWER -> !stale;
            case CUT, MALFORMED -> true;
            case UNPROCESSED, UNSUPPORTED -> false;
        };
        if (fault) {
            endpoint.health().errors().error();
        }
    }
}
