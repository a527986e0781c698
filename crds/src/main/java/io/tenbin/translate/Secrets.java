package io.tenbin.translate;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.tenbin.config.Materials;
import io.tenbin.config.TicketKeys;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where certificates and authorities come from. Never printed.
 *
 * @param secrets by key
 * @param configMaps by key
 * @param inForce the texts of the configuration in force: what cannot be used in its new version stays in its last good one
 * @param ticketKeys what session tickets are sealed with; null if none are to be issued
 * @param now which certificates are valid at this moment is part of the verdict
 */
public record Secrets(
        Map<ObjectKey, Secret> secrets,
        Map<ObjectKey, ConfigMap> configMaps,
        Materials inForce,
        @Nullable TicketKeys ticketKeys,
        Instant now) {
    /** None. */
    public static final Secrets NONE = new Secrets(Map.of(), Map.of(), Materials.NONE, null, Instant.EPOCH);

    public Secrets {
        secrets = Map.copyOf(secrets);
        configMaps = Map.copyOf(configMaps);
    }

    /** No objects yet, and nothing in force, at this moment. */
    public static Secrets at(Instant now) {
        return new Secrets(Map.of(), Map.of(), Materials.NONE, null, now);
    }

    /** The same with these objects. Of two of one key the later one counts. */
    public Secrets with(Collection<Secret> others, Collection<ConfigMap> otherConfigMaps) {
        return new Secrets(Resources.byKey(others), Resources.byKey(otherConfigMaps), inForce, ticketKeys, now);
    }

    /** The same at another moment. */
    public Secrets asOf(Instant moment) {
        return new Secrets(secrets, configMaps, inForce, ticketKeys, moment);
    }

    /** The same with these texts in force. */
    public Secrets withInForce(Materials materials) {
        return new Secrets(secrets, configMaps, materials, ticketKeys, now);
    }

    /** The same with these keys for session tickets. */
    public Secrets withTicketKeys(TicketKeys keys) {
        return new Secrets(secrets, configMaps, inForce, keys, now);
    }

    /** Names only. */
    @Override
    public String toString() {
        return "Secrets[" + secrets.keySet() + ", " + configMaps.keySet() + "]";
    }
}
