package io.tenbin.proxy.tls;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client's first message (RFC 8446 section 4.1.2, RFC 5246 section 7.4.1.2) says that decides where it goes and which
 * certificate it is shown.
 *
 * @param serverName the name that it asks for (RFC 6066 section 3), in lower case and without a dot at its end; null if it asks for
 *     none, or for what is no name of a host
 * @param speaksTls13 whether it offers TLS 1.3
 * @param takesRsa whether it takes signatures by RSA keys
 * @param takesEcdsa whether it takes signatures by keys on elliptic curves
 * @param offersEcdsaSuite whether it offers a suite of TLS 1.2 or before for such keys
 */
public record ClientHello(
        @Nullable String serverName,
        boolean speaksTls13,
        boolean takesRsa,
        boolean takesEcdsa,
        boolean offersEcdsaSuite) {

    private static final Pattern HOST = Pattern.compile("[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63}){0,126}");
    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final int LONGEST_NAME = 253;

    private static final int SERVER_NAME = 0;
    private static final int SIGNATURE_ALGORITHMS = 13;
    private static final int SUPPORTED_VERSIONS = 43;

    /**
     * Reads the message.
     *
     * @param body what follows its type and length
     * @throws MalformedHelloException if it is none
     */
    static ClientHello parse(ByteBuffer body) throws MalformedHelloException {
        try {
            return new Reader().read(body);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new MalformedHelloException("a ClientHello that ends too early", e);
        }
    }

    private static final class Reader {
        private @Nullable String serverName;
        private boolean tls13;
        private boolean saidAlgorithms;
        private boolean rsa;
        private boolean ecdsa;
        private boolean ecdsaSuite;

        private ClientHello read(ByteBuffer body) throws MalformedHelloException {
            skip(body, 2 + 32);
            skip(body, body.get() & 0xff);
            suites(part(body, body.getShort() & 0xffff));
            skip(body, body.get() & 0xff);
            if (body.hasRemaining()) {
                ByteBuffer extensions = part(body, body.getShort() & 0xffff);
                while (extensions.hasRemaining()) {
                    int type = extensions.getShort() & 0xffff;
                    extension(type, part(extensions, extensions.getShort() & 0xffff));
                }
            }
            if (body.hasRemaining()) {
                throw new MalformedHelloException("bytes behind the end of a ClientHello");
            }
            // Who says nothing is of the time before TLS 1.2, when its suites said it all.
            return new ClientHello(
                    serverName, tls13, rsa || !saidAlgorithms, ecdsa || (!saidAlgorithms && ecdsaSuite), ecdsaSuite);
        }

        private void suites(ByteBuffer suites) {
            while (suites.hasRemaining()) {
                switch (suites.getShort() & 0xffff) {
                    case 0xc02b, 0xc02c, 0xcca9, 0xc0ac, 0xc0ad, 0xc023, 0xc024, 0xc009, 0xc00a -> ecdsaSuite = true;
                    default -> {}
                }
            }
        }

        private void extension(int type, ByteBuffer value) {
            switch (type) {
                case SERVER_NAME -> serverName = serverName(value);
                case SIGNATURE_ALGORITHMS -> algorithms(part(value, value.getShort() & 0xffff));
                case SUPPORTED_VERSIONS -> versions(part(value, value.get() & 0xff));
                default -> {}
            }
        }

        private static @Nullable String serverName(ByteBuffer value) {
            ByteBuffer names = part(value, value.getShort() & 0xffff);
            while (names.hasRemaining()) {
                int type = names.get();
                ByteBuffer name = part(names, names.getShort() & 0xffff);
                if (type == 0) {
                    return host(name);
                }
            }
            return null;
        }

        private static @Nullable String host(ByteBuffer name) {
            if (name.remaining() > LONGEST_NAME + 1) {
                return null;
            }
            String text = StandardCharsets.ISO_8859_1.decode(name).toString().toLowerCase(Locale.ROOT);
            String host = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
            return host.length() <= LONGEST_NAME
                            && HOST.matcher(host).matches()
                            && !ADDRESS.matcher(host).matches()
                    ? host
                    : null;
        }

        private void algorithms(ByteBuffer algorithms) {
            saidAlgorithms = true;
            while (algorithms.hasRemaining()) {
                int algorithm = algorithms.getShort() & 0xffff;
                // rsa_pss_rsae and rsa_pkcs1 with each hash; ecdsa with each hash (RFC 8446 section 4.2.3).
                rsa |= (algorithm >= 0x0804 && algorithm <= 0x0806) || ((algorithm & 0xff) == 1 && algorithm < 0x0700);
                ecdsa |= (algorithm & 0xff) == 3 && algorithm < 0x0700;
            }
        }

        private void versions(ByteBuffer versions) {
            while (versions.hasRemaining()) {
                tls13 |= (versions.getShort() & 0xffff) == 0x0304;
            }
        }

        private static void skip(ByteBuffer bytes, int length) {
            bytes.position(bytes.position() + length);
        }

        private static ByteBuffer part(ByteBuffer bytes, int length) {
            ByteBuffer part = bytes.slice(bytes.position(), checked(bytes, length));
            skip(bytes, length);
            return part;
        }

        private static int checked(ByteBuffer bytes, int length) {
            if (length > bytes.remaining()) {
                throw new BufferUnderflowException();
            }
            return length;
        }
    }
}
