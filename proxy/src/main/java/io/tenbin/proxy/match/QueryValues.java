package io.tenbin.proxy.match;

import io.netty.util.AsciiString;

/**
 * The values of one parameter of the query, not decoded. As in HAProxy's {@code urlp}, parameters are parted by {@code &}, by
 * {@code ;}, and by further question marks; one without an equals sign has no value.
 */
final class QueryValues implements TextSource {
    private final byte[] name;

    QueryValues(AsciiString name) {
        this.name = name.toByteArray();
    }

    @Override
    public boolean any(MatchInput input, TextTest test) {
        AsciiString url = input.url();
        byte[] bytes = url.array();
        int end = url.arrayOffset() + url.length();
        int begin = url.arrayOffset();
        while (begin < end && bytes[begin] != '?') {
            begin++;
        }
        for (begin++; begin < end; begin++) {
            int next = begin;
            while (next < end && bytes[next] != '&' && bytes[next] != ';' && bytes[next] != '?') {
                next++;
            }
            int equal = begin + name.length;
            if (equal < next
                    && bytes[equal] == '='
                    && Texts.equal(name, bytes, begin, equal)
                    && test.test(bytes, equal + 1, next)) {
                return true;
            }
            begin = next;
        }
        return false;
    }
}
