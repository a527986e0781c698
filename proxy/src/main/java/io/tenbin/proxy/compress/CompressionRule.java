package io.tenbin.proxy.compress;

import io.netty.util.AsciiString;
import io.tenbin.config.CompressionConfig;
import io.tenbin.proxy.http1.FieldNames;
import io.tenbin.proxy.http1.Fields;
import io.tenbin.proxy.http1.Framing;
import io.tenbin.proxy.http1.Methods;
import io.tenbin.proxy.http1.RequestHead;
import io.tenbin.proxy.http1.ResponseHead;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which answers are compressed, and for whom: as HAProxy decides (configuration manual, section {@code compression}), for HTTP/1.1
 * clients, of status 200 to 203, of a type that is listed, and only what is nobody else's to keep as it is.
 */
public final class CompressionRule {
    private static final AsciiString NO_TRANSFORM = AsciiString.cached("no-transform");
    private static final AsciiString ANY = AsciiString.cached("*");

    /** An answer with one of these is encoded already, a part of a whole, or signed as it is. */
    private static final List<AsciiString> UNTOUCHED = List.of(
            FieldNames.CONTENT_ENCODING,
            AsciiString.cached("Content-Range"),
            AsciiString.cached("Content-MD5"),
            AsciiString.cached("Digest"),
            AsciiString.cached("Content-Digest"),
            AsciiString.cached("Repr-Digest"));

    private final List<ContentCoding> codings;
    private final long minSize;
    private final Set<String> types = new HashSet<>();

    /** Compiles it. */
    public CompressionRule(CompressionConfig config) {
        this.codings = config.algorithms().stream().map(ContentCoding::of).toList();
        this.minSize = config.minSize();
        this.types.addAll(config.types());
    }

    /**
     * Decides, and changes the fields of an answer that is compressed. An answer that would be for another client says by
     * {@code Vary} that it depends on what the client accepts.
     *
     * @return null if this answer stays as it is
     */
    public @Nullable ContentCoding apply(RequestHead request, ResponseHead answer) {
        if (!isEligible(request, answer)) {
            return null;
        }
        Fields fields = answer.fields();
        if (!fields.containsToken(FieldNames.VARY, FieldNames.ACCEPT_ENCODING)
                && !fields.containsToken(FieldNames.VARY, ANY)) {
            fields.add(FieldNames.VARY, FieldNames.ACCEPT_ENCODING);
        }
        ContentCoding coding = preferred(request.fields());
        if (coding != null) {
            fields.add(FieldNames.CONTENT_ENCODING, coding.token());
            fields.remove(FieldNames.CONTENT_LENGTH);
            // Of what is made on the way no range can be asked for.
            fields.remove(FieldNames.ACCEPT_RANGES);
            weaken(fields);
        }
        return coding;
    }

    private boolean isEligible(RequestHead request, ResponseHead answer) {
        Fields fields = answer.fields();
        return answer.status() >= 200
                && answer.status() <= 203
                && answer.framing() != Framing.NONE
                && answer.contentLength() != 0
                && (answer.contentLength() < 0 || answer.contentLength() >= minSize)
                && request.minorVersion() > 0
                && !request.method().equals(Methods.CONNECT)
                && UNTOUCHED.stream().noneMatch(fields::contains)
                && !fields.containsToken(FieldNames.CACHE_CONTROL, NO_TRANSFORM)
                && isListed(fields.first(FieldNames.CONTENT_TYPE))
                && canBeWeak(fields.first(FieldNames.ETAG));
    }

    private boolean isListed(@Nullable AsciiString contentType) {
        if (contentType == null) {
            return false;
        }
        int end = contentType.indexOf(';', 0);
        String type = (end < 0 ? contentType : contentType.subSequence(0, end, false))
                .trim()
                .toString()
                .toLowerCase(Locale.ROOT);
        return types.contains(type) || types.contains(type.substring(0, type.indexOf('/') + 1) + "*");
    }

    private @Nullable ContentCoding preferred(Fields request) {
        ContentCoding preferred = null;
        int most = 0;
        for (ContentCoding coding : codings) {
            int quality = AcceptEncoding.quality(request, coding.token(), coding.alias());
            if (quality > most) {
                most = quality;
                preferred = coding;
            }
        }
        return preferred;
    }

    private static boolean canBeWeak(@Nullable AsciiString tag) {
        return tag == null || tag.startsWith("\"") || tag.startsWith("W/\"");
    }

    /** The bytes are others now, and only the meaning is the same (RFC 9110 section 8.8.1). */
    private static void weaken(Fields fields) {
        AsciiString tag = fields.first(FieldNames.ETAG);
        if (tag != null && !tag.startsWith("W/")) {
            fields.set(FieldNames.ETAG, "W/" + tag);
        }
    }
}
