package io.tenbin.translate;

import io.tenbin.api.v1alpha1.BackendSpec;
import io.tenbin.api.v1alpha1.HealthCheckSpec;
import io.tenbin.api.v1alpha1.OutlierDetectionSpec;
import io.tenbin.api.v1alpha1.ServerSpec;
import io.tenbin.config.HealthCheckConfig;
import io.tenbin.config.HealthConfig;
import io.tenbin.config.OutlierConfig;
import io.tenbin.config.SendProxyProtocol;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Health checks and ejection of one Backend's servers. */
final class HealthTranslator {
    private static final String HTTP_ONLY = "is allowed with type HTTP only, and the type is ";

    private final Findings findings;
    private final CheckSettings common;
    private final boolean checksAll;
    private final boolean tls;
    private final @Nullable SendProxyProtocol header;
    private final @Nullable OutlierConfig outliers;

    HealthTranslator(BackendSpec spec, Findings findings) {
        this.findings = findings;
        HealthCheckSpec all = spec.healthCheck();
        this.common = Defaults.HEALTH_CHECK.with("spec.healthCheck", all, findings);
        this.checksAll = all != null;
        this.tls = ServerTls.enabled(spec);
        this.header = Settings.sendProxyProtocol(spec.sendProxyProtocol());
        this.outliers = outliers(spec.outlierDetection());
        if (all != null && all.http() != null && common.type() != CheckSettings.Type.HTTP && !anyHttp(spec)) {
            findings.invalid("spec.healthCheck.http", HTTP_ONLY + word(common.type()));
        }
    }

    /**
     * Of one server. Without a word about checks a fixed address is checked, and a Service is not: its endpoints are known to be
     * ready, and are watched instead.
     *
     * @param path of the server
     */
    HealthConfig of(String path, ServerSpec server) {
        HealthCheckSpec own = server.healthCheck();
        CheckSettings settings = common.with(path + ".healthCheck", own, findings);
        boolean discovered = server.service() != null;
        CheckSettings.Type type = settings.type() == null ? absent(settings, discovered) : settings.type();
        if (own != null && own.http() != null && type != CheckSettings.Type.HTTP) {
            findings.invalid(path + ".healthCheck.http", HTTP_ONLY + type.word);
        }
        HealthCheckConfig check = discovered && !checksAll && own == null ? null : settings.config(type, header);
        return new HealthConfig(check, outliers != null || !discovered ? outliers : Defaults.OUTLIERS);
    }

    /** A handshake where work begins with one; of a port that work does not go to nothing is known, as in HAProxy. */
    private CheckSettings.Type absent(CheckSettings settings, boolean discovered) {
        return tls && !discovered && settings.port() == null ? CheckSettings.Type.TLS : CheckSettings.Type.TCP;
    }

    private static String word(CheckSettings.@Nullable Type type) {
        return type == null ? CheckSettings.Type.TCP.word : type.word;
    }

    private static boolean anyHttp(BackendSpec spec) {
        return spec.servers().stream()
                .map(ServerSpec::healthCheck)
                .filter(Objects::nonNull)
                .anyMatch(own -> "HTTP".equals(own.type()));
    }

    private @Nullable OutlierConfig outliers(@Nullable OutlierDetectionSpec spec) {
        OutlierConfig absent = Defaults.OUTLIERS;
        return spec == null
                ? null
                : new OutlierConfig(
                        Objects.requireNonNullElse(spec.consecutiveErrors(), absent.consecutiveErrors()),
                        findings.positive("spec.outlierDetection.ejection", spec.ejection(), absent.ejection()),
                        Objects.requireNonNullElse(spec.maxEjectedPercent(), absent.maxEjectedPercent()));
    }
}
