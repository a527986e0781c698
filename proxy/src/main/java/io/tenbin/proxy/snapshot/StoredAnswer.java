package io.tenbin.proxy.snapshot;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tenbin.config.ErrorPagesConfig;
import io.tenbin.config.HeaderConfig;
import io.tenbin.config.RuleAction;
import io.tenbin.proxy.http1.Fields;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An answer that the proxy gives by itself, made ready once. */
public final class StoredAnswer {
    private final int status;
    private final Fields fields;
    private final ByteBuf body;

    private StoredAnswer(int status, List<HeaderConfig> headers, String body) {
        this.status = status;
        this.fields = new Fields();
        headers.forEach(header -> fields.add(header.name(), header.value()));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        this.body = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(bytes).asReadOnly());
    }

    /** The answer of a rule. */
    public static StoredAnswer of(RuleAction.Respond respond) {
        return new StoredAnswer(respond.status(), respond.headers(), respond.body());
    }

    /** What is said in place of an answer of the proxy's own. */
    static StoredAnswer of(ErrorPagesConfig.Page page) {
        return new StoredAnswer(
                page.status(), List.of(new HeaderConfig("Content-Type", page.contentType())), page.body());
    }

    /** 200 to 599. */
    public int status() {
        return status;
    }

    /** A copy of the fields, without those that delimit the answer. */
    public Fields fields() {
        return fields.copy();
    }

    /** The body, to be written and forgotten. */
    public ByteBuf body() {
        return body.duplicate();
    }
}
