package io.tenbin.config;

import java.util.List;

/**
 * The client's address as a request field (HAProxy's {@code option forwardfor}).
 *
 * @param enabled whether the field is written; a field from a peer that is not trusted is removed in any case
 * @param header the field's name
 * @param except clients of these networks are not named
 * @param mode what happens with a field that a trusted peer sent
 */
public record ForwardedForConfig(boolean enabled, String header, List<Cidr> except, Mode mode) {

    /** What happens with a field that a trusted peer sent. */
    public enum Mode {
        /** The address is added at the end. */
        APPEND,
        /** The address is added only where there is no such field yet. */
        IF_NONE,
        /** The address takes the field's place. */
        REPLACE
    }

    public ForwardedForConfig {
        Check.notBlank("forwardedFor.header", header);
        except = List.copyOf(except);
    }
}
