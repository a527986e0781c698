package io.tenbin.proxy.edit;

import io.netty.util.AsciiString;
import io.netty.util.NetUtil;
import io.tenbin.config.ValueTemplate;
import io.tenbin.config.ValueTemplate.Part;
import io.tenbin.config.ValueTemplate.Sample;
import io.tenbin.config.ValueTemplate.Text;
import io.tenbin.proxy.http1.Fields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value that is put together for each message. What it takes from one has passed the parser: it holds no line breaks. */
final class Value {
    private final List<Part> parts;
    private final AsciiString fixed;

    private Value(List<Part> parts, AsciiString fixed) {
        this.parts = parts;
        this.fixed = fixed;
    }

    static Value of(ValueTemplate template) {
        List<Part> parts = template.parts();
        if (parts.isEmpty()) {
            return new Value(List.of(), AsciiString.EMPTY_STRING);
        }
        return parts.size() == 1 && parts.getFirst() instanceof Text text
                ? new Value(List.of(), AsciiString.cached(text.text()))
                : new Value(parts, AsciiString.EMPTY_STRING);
    }

    /** Without spaces around it, which would not be part of it (RFC 9110 section 5.5). */
    CharSequence of(Fields fields, SampleInput input) {
        if (parts.isEmpty()) {
            return fixed;
        }
        if (parts.size() == 1 && parts.getFirst() instanceof Sample sample) {
            return taken(sample, fields, input);
        }
        StringBuilder value = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Text text -> value.append(text.text());
                case Sample sample -> value.append(taken(sample, fields, input));
            }
        }
        return value.toString().trim();
    }

    private static CharSequence taken(Sample sample, Fields fields, SampleInput input) {
        return switch (sample.fetch()) {
            case SRC -> NetUtil.toAddressString(input.source().getAddress());
            case SRC_PORT -> Integer.toString(input.source().getPort());
            case DST -> NetUtil.toAddressString(input.destination());
            case DST_PORT -> Integer.toString(input.destinationPort());
            case METHOD -> input.method();
            case UNIQUE_ID -> input.uniqueId();
            case PATH -> input.path();
            case URL -> input.url();
            case HOST -> input.host();
            case REQ_HDR, RES_HDR -> lastValue(fields.last(sample.argument()));
        };
    }

    /** The last of a list's values; a comma in quotes separates nothing. */
    private static AsciiString lastValue(@Nullable AsciiString line) {
        if (line == null) {
            return AsciiString.EMPTY_STRING;
        }
        int from = 0;
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                from = i + 1;
            }
        }
        return line.subSequence(from, line.length(), false).trim();
    }
}
