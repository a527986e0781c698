package io.tenbin.e2e.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** Compares an answer with the request that it is meant for: the application says in it what it received. */
final class AnswerCheck {

    private static final ObjectMapper JSON = new ObjectMapper();

    private AnswerCheck() {}

    /** Returns the name of the pod that answered. */
    static String check(Request request, Answer answer) throws FailedRequest {
        if (answer.status() != 200) {
            throw new FailedRequest(Failure.STATUS, String.valueOf(answer.status()));
        }
        String number = String.valueOf(request.number());
        same(
                Failure.IDENTITY,
                "number echoed",
                number,
                answer.field(Request.NUMBER_FIELD).orElse("none"));
        JsonNode seen = parse(answer);
        same(Failure.IDENTITY, "number received", number, text(seen.at("/headers/" + Request.NUMBER_FIELD + "/0")));
        same(Failure.IDENTITY, "path received", request.path(), text(seen.path("path")));
        same(Failure.IDENTITY, "method received", request.method().name(), text(seen.path("method")));
        same(Failure.IDENTITY, "host received", request.host(), text(seen.path("host")));
        byte[] body = request.body();
        same(Failure.BODY, "length received", String.valueOf(body.length), text(seen.path("bodyLength")));
        same(Failure.BODY, "hash received", Request.sha256(body), text(seen.path("bodySha256")));
        return text(seen.path("pod"));
    }

    private static JsonNode parse(Answer answer) throws FailedRequest {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new FailedRequest(Failure.MALFORMED, "the body is not JSON: " + e.getMessage());
        }
    }

    private static String text(JsonNode node) {
        return node.asText("none");
    }

    private static void same(Failure failure, String what, String expected, String actual) throws FailedRequest {
        if (!expected.equals(actual)) {
            throw new FailedRequest(failure, what + ": " + actual + " instead of " + expected);
        }
    }
}
