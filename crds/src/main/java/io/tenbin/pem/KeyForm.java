package io.tenbin.pem;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Private keys of RSA and EC, in PKCS #8 (RFC 5958), PKCS #1 (RFC 8017 appendix A.1.2) or SEC 1 (RFC 5915). */
final class KeyForm {
    static final String PKCS8 = "PRIVATE KEY";
    private static final String PKCS1 = "RSA PRIVATE KEY";
    private static final String SEC1 = "EC PRIVATE KEY";
    private static final String EC_PARAMETERS = "EC PARAMETERS";
    private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";

    private static final byte[] VERSION_0 = {Der.INTEGER, 1, 0};
    private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d010101");
    private static final byte[] NULL = {5, 0};
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    private KeyForm() {}

    /** The one private key among these. */
    static PrivateKey only(List<PemBlock> blocks) throws InvalidPemException {
        List<PemBlock> keys =
                blocks.stream().filter(block -> block.label().endsWith(PKCS8)).toList();
        if (keys.size() != 1) {
            throw new InvalidPemException(
                    keys.isEmpty() ? "holds no private key" : "holds " + keys.size() + " private keys, allowed is one");
        }
        PemBlock key = keys.getFirst();
        if (key.encrypted() || key.label().equals(ENCRYPTED)) {
            throw new InvalidPemException("the private key is encrypted, and there is nobody to enter its passphrase;"
                    + " allowed is one that is not (openssl pkey -in FILE)");
        }
        try {
            return switch (key.label()) {
                case PKCS8 -> decode(key.bytes());
                case PKCS1 -> decode(pkcs8(Der.encode(Der.SEQUENCE, RSA, NULL), key.bytes()));
                case SEC1 -> decode(pkcs8(Der.encode(Der.SEQUENCE, EC, curve(key, blocks)), key.bytes()));
                default ->
                    throw new InvalidPemException(
                            "is a " + key.label() + "; allowed are keys of RSA and EC, as PKCS #8 (" + PKCS8
                                    + "), PKCS #1 (" + PKCS1 + ") or SEC 1 (" + SEC1 + ")");
            };
        } catch (InvalidPemException e) {
            throw new InvalidPemException("the private key: " + e.getMessage());
        }
    }

    private static PrivateKey decode(byte[] pkcs8) throws InvalidPemException {
        Der key = new Der(pkcs8).next(Der.SEQUENCE).inside();
        key.next(Der.INTEGER);
        byte[] algorithm =
                key.next(Der.SEQUENCE).inside().next(Der.OBJECT_IDENTIFIER).whole();
        boolean rsa = Arrays.equals(algorithm, RSA);
        if (!rsa && !Arrays.equals(algorithm, EC)) {
            throw new InvalidPemException("is neither of RSA nor of EC; others are not allowed");
        }
        try {
            return KeyFactory.getInstance(rsa ? "RSA" : "EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            // Its message may tell of the key.
            throw new InvalidPemException(
                    rsa ? "cannot be read" : "cannot be read: allowed are the curves P-256, P-384 and P-521");
        }
    }

    private static byte[] pkcs8(byte[] algorithm, byte[] key) {
        return Der.encode(Der.SEQUENCE, VERSION_0, algorithm, Der.encode(Der.OCTETS, key));
    }

    /** Named in the key, or in the block that OpenSSL writes before it. */
    private static byte[] curve(PemBlock key, List<PemBlock> blocks) throws InvalidPemException {
        Der fields = new Der(key.bytes()).next(Der.SEQUENCE).inside();
        fields.next(Der.INTEGER);
        fields.next(Der.OCTETS);
        Der.@Nullable Value parameters = fields.next();
        if (parameters != null && parameters.tag() == Der.CONTEXT_0) {
            return parameters.inside().next(Der.OBJECT_IDENTIFIER).whole();
        }
        for (PemBlock block : blocks) {
            if (block.label().equals(EC_PARAMETERS)) {
                return new Der(block.bytes()).next(Der.OBJECT_IDENTIFIER).whole();
            }
        }
        throw new InvalidPemException("does not name its curve");
    }
}
