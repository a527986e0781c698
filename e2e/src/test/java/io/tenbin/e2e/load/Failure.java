package io.tenbin.e2e.load;

/** What became of a request that was not answered as it should have been. */
public enum Failure {
    /** The connection was refused, reset or not answered while it was made. */
    CONNECT,
    /** The connection ended before the whole answer was there. */
    CLOSED,
    /** The connection was reset before the whole answer was there. */
    RESET,
    /** The whole answer was not there in time. */
    TIMEOUT,
    /** The answer is whole, but its status is not 200. */
    STATUS,
    /** What came is not an HTTP answer, or its content is not what the application writes. */
    MALFORMED,
    /** The answer belongs to another request. */
    IDENTITY,
    /** The application received, or the client was sent, another body than the one that left. */
    BODY,
    /** More came than was asked for: an answer sent twice, or bytes between answers. */
    SURPLUS
}
