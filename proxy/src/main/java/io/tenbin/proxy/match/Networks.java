package io.tenbin.proxy.match;

import io.tenbin.config.Cidr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Networks of which many are searched about as fast as few: those of one length of prefix are kept in order, so that an address
 * costs one search in halves for each length that occurs. An IPv4 address is in an IPv6 network too if its mapped form is.
 */
final class Networks {
    private final List<Group> v4;
    private final List<Group> v6;

    /** The networks of one length of prefix, in the order of their bits. */
    private static final class Group {
        private final int prefix;
        private final byte[][] networks;

        Group(int prefix, List<byte[]> networks) {
            this.prefix = prefix;
            this.networks = networks.stream().sorted(Arrays::compareUnsigned).toArray(byte[][]::new);
        }

        boolean contains(byte[] address) {
            int low = 0;
            int high = networks.length - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                int order = compare(networks[middle], address);
                if (order == 0) {
                    return true;
                }
                if (order < 0) {
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            }
            return false;
        }

        /** Compares as many bits as the prefix has. */
        private int compare(byte[] network, byte[] address) {
            int whole = prefix >> 3;
            int order = Arrays.compareUnsigned(network, 0, whole, address, 0, whole);
            int rest = prefix & 7;
            if (order != 0 || rest == 0) {
                return order;
            }
            int mask = (0xff00 >> rest) & 0xff;
            return Integer.compare(network[whole] & mask, address[whole] & mask);
        }
    }

    Networks(List<Cidr> networks) {
        v4 = groups(networks, 4);
        v6 = groups(networks, 16);
    }

    /** Whether one holds the address of 4 or 16 bytes. */
    boolean contains(byte[] address) {
        if (address.length == 4) {
            return any(v4, address) || (!v6.isEmpty() && any(v6, mapped(address)));
        }
        return any(v6, address);
    }

    private static boolean any(List<Group> groups, byte[] address) {
        for (int i = 0; i < groups.size(); i++) {
            if (groups.get(i).contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** RFC 4291, section 2.5.5.2. */
    private static byte[] mapped(byte[] address) {
        byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xff;
        mapped[11] = (byte) 0xff;
        System.arraycopy(address, 0, mapped, 12, 4);
        return mapped;
    }

    private static List<Group> groups(List<Cidr> networks, int length) {
        Map<Integer, List<byte[]>> byPrefix = networks.stream()
                .filter(network -> network.network().length == length)
                .collect(Collectors.groupingBy(
                        Cidr::prefix, TreeMap::new, Collectors.mapping(Cidr::network, Collectors.toList())));
        List<Group> groups = new ArrayList<>();
        byPrefix.forEach((prefix, found) -> groups.add(new Group(prefix, found)));
        return List.copyOf(groups);
    }
}
