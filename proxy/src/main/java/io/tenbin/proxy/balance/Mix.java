package io.tenbin.proxy.balance;

/** Mixers: every bit of the input changes about half of the output's. The same everywhere, for ever. */
final class Mix {
    private Mix() {}

    /** 32 bits (the finalizer of MurmurHash3). */
    static int avalanche(int bits) {
        int hash = (bits ^ bits >>> 16) * 0x85eb_ca6b;
        hash = (hash ^ hash >>> 13) * 0xc2b2_ae35;
        return hash ^ hash >>> 16;
    }

    /** 64 bits (the finalizer of SplitMix64). */
    static long avalanche(long bits) {
        long hash = (bits ^ bits >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        hash = (hash ^ hash >>> 27) * 0x94d0_49bb_1331_11ebL;
        return hash ^ hash >>> 31;
    }

    /** Of a text (FNV-1a over its characters, mixed). */
    static long of(String text) {
        long hash = 0xcbf2_9ce4_8422_2325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100_0000_01b3L;
        }
        return avalanche(hash);
    }
}
