package io.tenbin.proxy.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificate that is shown to servers that ask for one, and who has asked: a server that goes away then mostly does so because
 * of what it got.
 */
final class ClientKeys extends X509ExtendedKeyManager {
    private static final String ALIAS = "client";

    private final @Nullable KeyedChain identity;

    /** One per handshake under way, and per connection that stands. */
    private final Set<SSLEngine> asked = ConcurrentHashMap.newKeySet();

    /** @param identity null for none: servers that ask get an empty answer */
    ClientKeys(@Nullable KeyedChain identity) {
        this.identity = identity;
    }

    /** Whether the server at the other end has asked. */
    boolean wereAskedOn(SSLEngine engine) {
        return asked.contains(engine);
    }

    void forget(SSLEngine engine) {
        asked.remove(engine);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
        asked.add(engine);
        // Whom the server names as issuers is not asked: it gets what is configured, and says what is wrong with it.
        return identity == null || !fits(identity, types) ? null : ALIAS;
    }

    private static boolean fits(KeyedChain identity, String[] types) {
        String algorithm = identity.key().getAlgorithm();
        for (String type : types) {
            // Types of signatures in RFC 5246 section 7.4.4, of the JDK and of BoringSSL: RSA, RSASSA-PSS, EC, EC_EC,
            // EC_RSA.
            if (type.startsWith(algorithm) || (algorithm.startsWith("RSA") && type.startsWith("RSA"))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return identity == null ? null : identity.certificates().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return identity == null ? null : identity.key();
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal[] issuers) {
        return identity == null ? null : new String[] {ALIAS};
    }

    @Override
    public @Nullable String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal[] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
        return null;
    }
}
