package io.tenbin.proxy.differential;

/**
 * Bytes that a client sends, and what it knows about the answer.
 *
 * @param bytes in ISO 8859-1; {@code ${previous Set-Cookie}} stands for the cookies that the answers so far have set, each
 *     behind a semicolon
 * @param head whether the answer has no body because HEAD was asked
 * @param body sent after an interim answer has come; empty if nothing is held back
 */
record Request(String bytes, boolean head, String body) {
    static final String COOKIES = "${previous Set-Cookie}";

    static Request of(String bytes) {
        return new Request(bytes, bytes.startsWith("HEAD "), "");
    }

    /** A request that asks the origin to answer in this way. */
    static Request get(String target, String instruction, String... fields) {
        return request("GET", target, instruction, fields);
    }

    static Request request(String method, String target, String instruction, String... fields) {
        StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        boolean host = false;
        for (String field : fields) {
            host |= field.regionMatches(true, 0, "host:", 0, 5);
        }
        text.append(host ? "" : "Host: a.test\r\n");
        for (String field : fields) {
            text.append(field).append("\r\n");
        }
        return of(text.append(Origins.INSTRUCTION)
                .append(": ")
                .append(instruction)
                .append("\r\n\r\n")
                .toString());
    }
}
