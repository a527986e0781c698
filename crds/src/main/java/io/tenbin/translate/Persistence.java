package io.tenbin.translate;

import io.tenbin.api.v1alpha1.BackendSpec;
import io.tenbin.api.v1alpha1.CookieSpec;
import io.tenbin.api.v1alpha1.PersistenceSpec;
import io.tenbin.api.v1alpha1.ServerSpec;
import io.tenbin.api.v1alpha1.StickOnSpec;
import io.tenbin.config.CookieConfig;
import io.tenbin.config.CookieConfig.Attributes;
import io.tenbin.config.CookieConfig.Handling;
import io.tenbin.config.CookieConfig.Lifetime;
import io.tenbin.config.CookieConfig.Mode;
import io.tenbin.config.PersistenceConfig;
import io.tenbin.config.StickOnConfig;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What keeps a client at its server, with the rules that hold between it and the rest of a Backend. */
final class Persistence {
    private static final String PATH = "spec.persistence.cookie";
    private static final PersistenceSpec NOTHING = new PersistenceSpec(null, null);

    private final Findings findings;

    Persistence(Findings findings) {
        this.findings = findings;
    }

    PersistenceConfig translate(BackendSpec spec) {
        PersistenceSpec persistence = Objects.requireNonNullElse(spec.persistence(), NOTHING);
        CookieSpec cookie = persistence.cookie();
        if (cookie == null) {
            withoutCookie(spec);
        } else if ("TCP".equals(spec.mode())) {
            findings.invalid(PATH, BackendSpec.COOKIE_WITH_HTTP);
        }
        StickOnSpec stickOn = persistence.stickOn();
        return new PersistenceConfig(cookie == null ? null : cookie(cookie), stickOn == null ? null : stickOn(stickOn));
    }

    private StickOnConfig stickOn(StickOnSpec spec) {
        StickOnConfig absent = Defaults.STICK_ON;
        return new StickOnConfig(
                findings.positive("spec.persistence.stickOn.expire", spec.expire(), absent.expire()),
                Objects.requireNonNullElse(spec.size(), absent.size()));
    }

    private void withoutCookie(BackendSpec spec) {
        for (int i = 0; i < spec.servers().size(); i++) {
            ServerSpec server = spec.servers().get(i);
            if (server.cookie() != null) {
                findings.invalid("spec.servers[" + i + "].cookie", BackendSpec.VALUE_WITH_COOKIE);
            }
        }
    }

    private CookieConfig cookie(CookieSpec spec) {
        Mode mode = mode(spec.mode());
        if (mode != Mode.INSERT && (spec.maxIdle() != null || spec.maxLife() != null)) {
            findings.invalid(PATH, CookieSpec.DATES_WITH_INSERT);
        }
        if (mode != Mode.INSERT && hasAttributes(spec)) {
            findings.invalid(PATH, CookieSpec.ATTRIBUTES_WITH_INSERT);
        }
        return new CookieConfig(
                spec.name(),
                mode,
                new Handling(is(spec.indirect()), is(spec.noCache()), is(spec.postOnly()), is(spec.preserve())),
                new Attributes(spec.domain(), is(spec.httpOnly()), is(spec.secure()), spec.sameSite()),
                new Lifetime(duration(".maxIdle", spec.maxIdle()), duration(".maxLife", spec.maxLife())));
    }

    private static boolean hasAttributes(CookieSpec spec) {
        return spec.domain() != null
                || spec.sameSite() != null
                || spec.noCache() != null
                || spec.postOnly() != null
                || spec.httpOnly() != null
                || spec.secure() != null;
    }

    private @Nullable Duration duration(String field, @Nullable String text) {
        return text == null ? null : findings.positive(PATH + field, text, Duration.ofHours(1));
    }

    private static Mode mode(@Nullable String word) {
        return word == null
                ? Mode.INSERT
                : switch (word) {
                    case "Rewrite" -> Mode.REWRITE;
                    case "Prefix" -> Mode.PREFIX;
                    default -> Mode.INSERT;
                };
    }

    private static boolean is(@Nullable Boolean value) {
        return Boolean.TRUE.equals(value);
    }
}
