package io.tenbin.proxy.edit;

import io.netty.util.AsciiString;
import io.tenbin.config.HeaderConfig;
import io.tenbin.config.HeaderRulesConfig;
import io.tenbin.config.ValueTemplate;
import io.tenbin.config.ValueTemplate.Message;
import io.tenbin.proxy.http1.Fields;
import java.util.List;
import java.util.stream.Stream;

/**
 * Changes of a message's fields. As with HAProxy's {@code set-header}, a value is computed before the fields of its name are
 * removed, and each change sees what those before it did.
 */
public final class HeaderEdits {
    public static final HeaderEdits NONE = new HeaderEdits(HeaderRulesConfig.NONE, Message.REQUEST);

    private final List<Line> set;
    private final List<Line> add;
    private final List<AsciiString> remove;
    private final List<AsciiString> written;

    private record Line(AsciiString name, Value value) {}

    private HeaderEdits(HeaderRulesConfig config, Message message) {
        this.set = lines(config.set(), message);
        this.add = lines(config.add(), message);
        this.remove = config.remove().stream().map(AsciiString::cached).toList();
        this.written = Stream.concat(set.stream(), add.stream()).map(Line::name).toList();
    }

    /** Compiles the changes of one kind of message. */
    public static HeaderEdits compile(HeaderRulesConfig config, Message message) {
        return config.equals(HeaderRulesConfig.NONE) ? NONE : new HeaderEdits(config, message);
    }

    /** Changes the fields in place. */
    public void apply(Fields fields, SampleInput input) {
        for (int i = 0; i < set.size(); i++) {
            fields.set(set.get(i).name, set.get(i).value.of(fields, input));
        }
        for (int i = 0; i < add.size(); i++) {
            fields.add(add.get(i).name, add.get(i).value.of(fields, input));
        }
        for (int i = 0; i < remove.size(); i++) {
            fields.remove(remove.get(i));
        }
    }

    /** Names of fields that are set or added: what a sender says of its connection must not take them away again. */
    public List<AsciiString> written() {
        return written;
    }

    private static List<Line> lines(List<HeaderConfig> headers, Message message) {
        return headers.stream()
                .map(header -> new Line(
                        AsciiString.cached(header.name()), Value.of(ValueTemplate.parse(header.value(), message))))
                .toList();
    }
}
