package io.tenbin.proxy.http1;

import io.netty.buffer.ByteBuf;

/**
 * Finds the end of a head or of a trailer section in bytes that come in pieces, looking at each byte once, and holds it to its limits.
 * The verdict does not depend on how the bytes were cut.
 */
final class HeadScanner {
    private final int firstLineWindow;
    private final int firstLineStatus;
    private final int window;
    private final int status;
    private int lineStart;
    private int scanned;

    /**
     * @param firstLine bytes that the first line may have, its end not counted
     * @param head bytes that the whole may have, every line's end counted
     */
    HeadScanner(int firstLine, int firstLineStatus, int head, int status) {
        boolean lineFirst = firstLine + 2 <= head;
        this.firstLineWindow = lineFirst ? firstLine + 2 : head;
        this.firstLineStatus = lineFirst ? firstLineStatus : status;
        this.window = head;
        this.status = status;
    }

    /** The bytes from the reader index to the end of the empty line, or -1 as long as that has not come. */
    int scan(ByteBuf in) throws Malformed {
        int base = in.readerIndex();
        while (true) {
            int allowed = lineStart == 0 ? firstLineWindow : window;
            int end = Math.min(in.readableBytes(), allowed);
            int feed = scanned < end ? in.indexOf(base + scanned, base + end, Grammar.LF) : -1;
            if (feed < 0) {
                scanned = end;
                if (end == allowed) {
                    throw lineStart == 0
                            ? new Malformed(firstLineStatus, "first line too long")
                            : new Malformed(status, "head too large");
                }
                return -1;
            }
            int length = feed - base - lineStart;
            scanned = feed - base + 1;
            lineStart = scanned;
            if (length == 0 || (length == 1 && in.getByte(feed - 1) == Grammar.CR)) {
                int total = scanned;
                reset();
                return total;
            }
        }
    }

    void reset() {
        lineStart = 0;
        scanned = 0;
    }
}
