package io.tenbin.translate;

import io.tenbin.api.v1alpha1.Backend;
import io.tenbin.api.v1alpha1.BackendSpec;
import io.tenbin.api.v1alpha1.ConnectionSpec;
import io.tenbin.api.v1alpha1.ServerTimeoutsSpec;
import io.tenbin.config.BackendConfig;
import io.tenbin.config.BackendMode;
import io.tenbin.config.ConnectionConfig;
import io.tenbin.config.HeadersConfig;
import io.tenbin.config.HttpVersion;
import io.tenbin.config.ReusePolicy;
import io.tenbin.config.SendProxyProtocol;
import io.tenbin.config.ServerConfig;
import io.tenbin.config.ServerTimeoutsConfig;
import io.tenbin.config.ServerTlsConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One Backend: its own fields, then the Services that it refers to. */
final class BackendTranslator {
    private final ObjectKey key;
    private final Resources resources;
    private final @Nullable BackendConfig inForce;
    private final Findings findings = new Findings();
    private final Findings references = new Findings();
    private final SecretReferences secrets;

    private BackendTranslator(ObjectKey key, Resources resources, @Nullable BackendConfig inForce) {
        this.key = key;
        this.resources = resources;
        // Without servers it may stand for a Backend that did not exist, and it is nothing that could be kept.
        this.inForce = inForce == null || inForce.servers().isEmpty() ? null : inForce;
        this.secrets = new SecretReferences(key.namespace(), resources.secrets(), references)
                .inForce(this.inForce == null ? null : this.inForce.connection().tls());
    }

    static BackendTranslation translate(Backend backend, Resources resources, @Nullable BackendConfig inForce) {
        return new BackendTranslator(ObjectKey.of(backend), resources, inForce).translate(backend);
    }

    private BackendTranslation translate(Backend backend) {
        Conformance.check(backend, "Backend", backend.getSpec(), findings);
        BackendConfig config = findings.none() ? config(backend.getSpec()) : null;
        if (!findings.none()) {
            config = inForce == null ? null : secrets.renewed(inForce);
        }
        return new BackendTranslation(
                config,
                Verdict.of(
                        Reason.ACCEPTED,
                        "The spec is valid",
                        findings.problems(),
                        inForce == null
                                ? "There is no earlier version to keep: the Backend counts as missing"
                                : "The last valid version stays in force"),
                Verdict.of(
                        Reason.RESOLVED_REFS,
                        findings.none()
                                ? "All Services and ports exist"
                                : "Of what could be read of the spec, nothing is missing",
                        references.problems(),
                        "The other servers get the work"),
                secrets.result());
    }

    private BackendConfig config(BackendSpec spec) {
        ServerTranslator translator =
                new ServerTranslator(new ServerTranslator.Context(key, resources, inForce), spec, findings, references);
        List<ServerConfig> servers = new ArrayList<>();
        for (int i = 0; i < spec.servers().size(); i++) {
            ServerConfig server = translator.translate(
                    "spec.servers[" + i + "]", spec.servers().get(i));
            if (server != null) {
                servers.add(server);
            }
        }
        return new BackendConfig(
                key.name(),
                "TCP".equals(spec.mode() == null ? Defaults.MODE : spec.mode()) ? BackendMode.TCP : BackendMode.HTTP,
                Balance.of(spec, Fallback.of(key, spec, resources, references), findings),
                servers,
                new Persistence(findings).translate(spec),
                Retries.translate("spec.retries", spec.retries(), findings),
                timeouts(spec.timeouts()),
                connection(spec),
                headers(spec));
    }

    private @Nullable HeadersConfig headers(BackendSpec spec) {
        if (spec.requestHeaders() == null && spec.responseHeaders() == null) {
            return null;
        }
        if ("TCP".equals(spec.mode())) {
            findings.invalid("spec", BackendSpec.HEADERS_WITH_HTTP);
        }
        return new HeaderTranslator(findings).translate("spec", spec.requestHeaders(), spec.responseHeaders());
    }

    private ServerTimeoutsConfig timeouts(@Nullable ServerTimeoutsSpec spec) {
        ServerTimeoutsConfig absent = Defaults.SERVER_TIMEOUTS;
        if (spec == null) {
            return absent;
        }
        Duration connect = findings.positive("spec.timeouts.connect", spec.connect(), absent.connect());
        return new ServerTimeoutsConfig(
                connect,
                findings.positive("spec.timeouts.server", spec.server(), absent.server()),
                findings.positive("spec.timeouts.tunnel", spec.tunnel(), absent.tunnel()),
                findings.positive("spec.timeouts.queue", spec.queue(), connect));
    }

    private @Nullable HttpVersion version(BackendSpec backend) {
        if (backend.protocol() != null && "TCP".equals(backend.mode())) {
            findings.invalid("spec.protocol", BackendSpec.PROTOCOL_WITH_HTTP);
        }
        return Settings.httpVersion(backend.protocol());
    }

    private ConnectionConfig connection(BackendSpec backend) {
        ConnectionConfig absent = Defaults.CONNECTION;
        ConnectionSpec spec = backend.connection();
        HttpVersion version = version(backend);
        SendProxyProtocol header = Settings.sendProxyProtocol(backend.sendProxyProtocol());
        ServerTlsConfig tls = new ServerTls(findings, secrets).translate(backend);
        if (spec == null) {
            return new ConnectionConfig(
                    absent.mode(), absent.reuse(), absent.maxQueue(), null, null, header, version, tls);
        }
        return new ConnectionConfig(
                Settings.connectionMode(spec.mode(), absent.mode()),
                spec.reuse() == null
                        ? absent.reuse()
                        : switch (spec.reuse()) {
                            case "Never" -> ReusePolicy.NEVER;
                            case "Aggressive" -> ReusePolicy.AGGRESSIVE;
                            case "Always" -> ReusePolicy.ALWAYS;
                            default -> ReusePolicy.SAFE;
                        },
                Objects.requireNonNullElse(spec.maxQueue(), absent.maxQueue()),
                spec.maxIdlePerServer(),
                spec.maxPerServer(),
                header,
                version,
                tls);
    }
}
