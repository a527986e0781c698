package io.tenbin.proxy.tls;

import io.tenbin.config.CertificateConfig;
import io.tenbin.config.MaterialName;
import io.tenbin.config.Materials;
import io.tenbin.config.TerminatedTlsConfig;
import io.tenbin.config.TicketKeys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The contexts of one LoadBalancer's listeners: made once for what they are made of, and kept for as long as a snapshot has them.
 * Belongs to the control thread.
 */
public final class ServerContexts {
    private final ServerContextFactory factory;
    private final Map<ContextTerms, ServerContext> contexts = new HashMap<>();

    public ServerContexts(TlsProvider provider) {
        this.factory = new ServerContextFactory(provider);
    }

    /**
     * What a listener's clients are shown, by its configuration.
     *
     * @param protocols what ALPN offers; empty for no ALPN
     * @throws IllegalArgumentException if a material is not what it should be, or the provider refuses the terms
     */
    public CertificateChoice choice(TerminatedTlsConfig config, List<String> protocols, Materials materials) {
        MaterialName sealed = config.sessionTicketKeys();
        TicketKeys keys = sealed == null ? null : TicketKeys.parse(materials.text(sealed));
        List<ServerContext> all = new ArrayList<>();
        for (CertificateConfig certificate : config.certificates()) {
            all.add(context(ContextTerms.of(config, certificate.material(), protocols), keys, materials));
        }
        return CertificateChoice.among(
                all, config.strictSni(), config.cipherSuites().stream().anyMatch(suite -> suite.contains("_ECDSA_")));
    }

    /** Lets go of all that none of these has. */
    public void retain(Collection<CertificateChoice> choices) {
        Set<ServerContext> kept = new HashSet<>();
        choices.forEach(choice -> kept.addAll(choice.contexts()));
        contexts.values().removeIf(context -> {
            if (kept.contains(context)) {
                return false;
            }
            context.release();
            return true;
        });
    }

    private ServerContext context(ContextTerms terms, @Nullable TicketKeys keys, Materials materials) {
        ServerContext context = contexts.get(terms);
        if (context == null) {
            context = new ServerContext(
                    factory.build(terms, materials),
                    ServerContextFactory.certificate(materials.text(terms.certificate()))
                            .chain()
                            .getFirst(),
                    terms.tickets());
            contexts.put(terms, context);
        }
        context.ticketKeys(keys);
        return context;
    }
}
