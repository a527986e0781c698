package io.tenbin.schema;

import java.util.Map;

/** What the patterns of the schema mean, for messages. */
final class Forms {
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("^([0-9]{1,5}(h|m|s|ms)){1,4}$", "a duration such as 500ms, 30s, 5m or 1h30m"),
            Map.entry(
                    "^[0-9]{1,12}(k|M|G|T|Ki|Mi|Gi|Ti)?$",
                    "a size: a whole number, with k, M, G, T, Ki, Mi, Gi or Ti if wanted"),
            Map.entry("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", "a name of lower-case letters, digits and '-' within"),
            Map.entry(
                    "^[a-z]([-a-z0-9]*[a-z0-9])?$",
                    "a name of lower-case letters, digits and '-' within, beginning with a letter"),
            Map.entry(
                    "^([a-z0-9]([-a-z0-9]*[a-z0-9])?/)?[a-z0-9]([-.a-z0-9]*[a-z0-9])?$",
                    "the name of a Backend: lower-case letters, digits, '-' and '.' within"),
            Map.entry(
                    "^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$",
                    "a name of letters, digits, and '-', '_', '.' within"),
            Map.entry(
                    "^[A-Za-z0-9]([-A-Za-z0-9_./]*[A-Za-z0-9])?$",
                    "a name of letters, digits, and '-', '_', '.', '/' within"),
            Map.entry(
                    "^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$",
                    "a label's value: letters, digits, and '-', '_', '.' within"),
            Map.entry(
                    "^[0-9A-Za-z:][0-9A-Za-z.:_-]*$",
                    "an IP address in its usual form, such as 192.0.2.1 or 2001:db8::1, or a DNS name"),
            Map.entry(
                    "^[0-9A-Fa-f:.]+(/[0-9]{1,3})?$", "an IP address or a network such as 10.0.0.0/8 or 2001:db8::/32"),
            Map.entry("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$", "a token of HTTP: letters, digits, and !#$%&'*+-.^_`|~"),
            Map.entry(
                    "^[!\"$%'-<>@-~]+$",
                    "a parameter's name as it stands in a query: printable ASCII without blank, '#', '&', '=' and '?'"),
            Map.entry(
                    "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
                    "a name of lower-case letters, digits, and '-' and '.' within"),
            Map.entry(
                    "^[!#$%&'()*+./:<=>?@A-Z\\[\\]^_`a-z{}0-9-]+$",
                    "a cookie's value: printable ASCII without blank, '\"', ',', ';', '|', '~' and the backslash"),
            Map.entry("^\\.?[0-9A-Za-z]([0-9A-Za-z.-]*[0-9A-Za-z])?$", "a domain, such as example.com or .example.com"),
            Map.entry(
                    "^([!-~]([\t -~]*[!-~])?)?$",
                    "a field's value: printable ASCII without blanks at its ends, or nothing"),
            Map.entry(
                    "^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$", "a name of lower-case letters, digits, and '-' and '.' within"),
            Map.entry(
                    "^([A-Za-z0-9]([-._A-Za-z0-9]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+\\])$",
                    "a host name, an IPv4 address, or an IPv6 address in brackets"),
            Map.entry(
                    "^(SourceAddress|Header\\([!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}\\))$",
                    "SourceAddress, or Header(name) with the name of a field"),
            Map.entry(
                    "^([A-Za-z0-9]([-._A-Za-z0-9]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{1,5})?$",
                    "a host name, an IPv4 address, or an IPv6 address in brackets, with a port if wanted"),
            Map.entry(
                    "^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\\.)*[a-z]([-a-z0-9]{0,61}[a-z0-9])?$",
                    "a DNS name: lower-case letters, digits, and '-' and '.' within, its last part beginning with a letter"),
            Map.entry("^[!-~]([\t -~]*[!-~])?$", "a field's value: printable ASCII without blanks at its ends"),
            Map.entry(
                    "^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
                    "a host name in lower case without port, such as shop.example.com or *.example.com"),
            Map.entry("^[A-Za-z0-9][A-Za-z0-9_-]*$", "the name of a cipher suite: letters, digits, '-' and '_'"),
            Map.entry("^[-_.:A-Za-z0-9]+$", "a name of letters, digits, '-', '_', '.' and ':'"),
            Map.entry("^[-._a-zA-Z0-9]+$", "a key: letters, digits, '-', '_' and '.'"),
            Map.entry("^[!-%'-<>-~]+$", "a parameter's name: printable ASCII without blank, '&' and '='"),
            Map.entry(
                    "^[a-z0-9][a-z0-9!#$&^_.+-]*/([a-z0-9][a-z0-9!#$&^_.+-]*|\\*)$",
                    "a media type in lower case, such as text/html or text/*"),
            Map.entry("^[!-~]([ -~]*[!-~])?$", "printable ASCII without blanks at its ends"),
            Map.entry(
                    "^(URL|Path|Host|Method|SourceAddress|SourcePort|DestinationAddress|DestinationPort"
                            + "|(Query|Header|Cookie)\\([!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}\\)"
                            + "|BackendServersUp\\(([a-z0-9]([-a-z0-9]*[a-z0-9])?/)?[a-z0-9]([-.a-z0-9]*[a-z0-9])?\\))$",
                    "one of URL, Path, Query(name), Host, Header(name), Cookie(name), Method, SourceAddress, SourcePort,"
                            + " DestinationAddress, DestinationPort, BackendServersUp(backend)"),
            Map.entry(
                    "^/[!\"$-~]*$",
                    "a path with a query if wanted: a slash first, printable ASCII without blank and '#'"),
            Map.entry(
                    "^[0-9A-Za-z\\[][0-9A-Za-z.:_\\[\\]-]*$",
                    "a host name or an address, with a port if wanted, such as app.example.com:8080"),
            Map.entry(
                    "^[1-9][0-9]{2}(-[1-9][0-9]{2})?(, ?[1-9][0-9]{2}(-[1-9][0-9]{2})?)*$",
                    "a list of statuses and ranges of them, such as 200,204,300-399"),
            Map.entry("^/[!\"$->@-~]*$", "a path: a slash first, printable ASCII without blank, '?' and '#'"),
            Map.entry(
                    "^([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]{1,2})?$",
                    "a quantity such as 500m, 2 or 512Mi"));

    private Forms() {}

    /** The rest of a sentence that begins with the value and "is not". */
    static String describe(String pattern) {
        return WORDS.getOrDefault(pattern, "of the form " + pattern);
    }

    static boolean knows(String pattern) {
        return WORDS.containsKey(pattern);
    }
}
