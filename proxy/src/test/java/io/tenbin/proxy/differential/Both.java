package io.tenbin.proxy.differential;

/**
 * The same in both languages. In either, {@code §} stands for the case's own prefix, so that names are unique in a file of many
 * cases, and {@code <port>} for the port of its listener.
 *
 * @param haproxy lines of a section
 * @param tenbin entries of a flow mapping in YAML
 */
record Both(String haproxy, String tenbin) {
    static final Both NOTHING = new Both("", "");

    Both and(Both more) {
        return new Both(join(haproxy, "\n", more.haproxy), join(tenbin, ", ", more.tenbin));
    }

    private static String join(String first, String separator, String second) {
        return first.isEmpty() ? second : second.isEmpty() ? first : first + separator + second;
    }
}
