package io.tenbin.proxy.tls;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which certificate a client is shown: by the name that it asks for, exactly or with one label in place of a {@code *}, else the
 * first one. Of a name with certificates of both kinds of key, the one on an elliptic curve, if the client takes it. Immutable;
 * contexts are looked up, never searched for.
 */
public final class CertificateChoice {
    private final List<ServerContext> contexts;
    private final Map<String, Pair> byName;
    private final @Nullable Pair first;
    private final boolean strict;
    private final boolean ecdsaBefore13;

    /** Certificates of one name: of each kind of key the first one that has the name. */
    private record Pair(
            @Nullable ServerContext ecdsa, @Nullable ServerContext other) {
        private static final Pair NONE = new Pair(null, null);

        private Pair with(ServerContext context) {
            if (context.ecdsa()) {
                return ecdsa == null ? new Pair(context, other) : this;
            }
            return other == null ? new Pair(ecdsa, context) : this;
        }

        private @Nullable ServerContext fitting(ClientHello hello, boolean ecdsaBefore13) {
            boolean takes = hello.takesEcdsa() && (hello.speaksTls13() || (ecdsaBefore13 && hello.offersEcdsaSuite()));
            if (ecdsa != null && (other == null || takes)) {
                return ecdsa;
            }
            return other;
        }
    }

    private CertificateChoice(
            List<ServerContext> contexts,
            Map<String, Pair> byName,
            @Nullable Pair first,
            boolean strict,
            boolean ecdsaBefore13) {
        this.contexts = List.copyOf(contexts);
        this.byName = Map.copyOf(byName);
        this.first = first;
        this.strict = strict;
        this.ecdsaBefore13 = ecdsaBefore13;
    }

    /**
     * Among these.
     *
     * @param contexts by order of preference; two with one name and one kind of key: the first has it
     * @param strict whether nobody is shown the first one because none has the name
     * @param ecdsaBefore13 whether a suite of TLS 1.2 or before is for keys on elliptic curves
     */
    static CertificateChoice among(List<ServerContext> contexts, boolean strict, boolean ecdsaBefore13) {
        Map<String, Pair> byName = new HashMap<>();
        for (ServerContext context : contexts) {
            for (String name : ServedNames.of(context.certificate())) {
                byName.merge(name, Pair.NONE.with(context), (known, fresh) -> known.with(context));
            }
        }
        return new CertificateChoice(contexts, byName, first(contexts, byName), strict, ecdsaBefore13);
    }

    /** The first one; with its twin of the other kind of key, if one has its first name. */
    private static @Nullable Pair first(List<ServerContext> contexts, Map<String, Pair> byName) {
        if (contexts.isEmpty()) {
            return null;
        }
        ServerContext context = contexts.getFirst();
        List<String> names = ServedNames.of(context.certificate());
        Pair twins = names.isEmpty() ? null : byName.get(names.getFirst());
        return twins == null ? Pair.NONE.with(context) : twins;
    }

    /** All of them, by order of preference. */
    public List<ServerContext> contexts() {
        return contexts;
    }

    /** Null if there is none for this client: the handshake fails. */
    public @Nullable ServerContext choose(ClientHello hello) {
        Pair pair = named(hello.serverName());
        if (pair == null && !strict) {
            pair = first;
        }
        return pair == null ? null : pair.fitting(hello, ecdsaBefore13);
    }

    private @Nullable Pair named(@Nullable String name) {
        if (name == null) {
            return null;
        }
        Pair exact = byName.get(name);
        if (exact != null) {
            return exact;
        }
        int dot = name.indexOf('.');
        return dot < 0 ? null : byName.get("*" + name.substring(dot));
    }
}
