package io.tenbin.translate;

import java.math.BigInteger;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whole numbers as Kubernetes quantities. */
final class Sizes {
    static final String FORM = "a whole number, with k, M, G, T, Ki, Mi, Gi or Ti if wanted";

    private static final Pattern WHOLE = Pattern.compile("([0-9]{1,12})(k|M|G|T|Ki|Mi|Gi|Ti)?");
    private static final Map<String, Long> UNITS = Map.of(
            "k",
            1_000L,
            "M",
            1_000_000L,
            "G",
            1_000_000_000L,
            "T",
            1_000_000_000_000L,
            "Ki",
            1L << 10,
            "Mi",
            1L << 20,
            "Gi",
            1L << 30,
            "Ti",
            1L << 40);

    private Sizes() {}

    /** The number, at most {@link Long#MAX_VALUE}, or null if the text is none. */
    static @Nullable Long parse(String text) {
        Matcher matcher = WHOLE.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        String unit = matcher.group(2);
        BigInteger factor = BigInteger.valueOf(unit == null ? 1 : UNITS.getOrDefault(unit, 1L));
        return new BigInteger(matcher.group(1))
                .multiply(factor)
                .min(BigInteger.valueOf(Long.MAX_VALUE))
                .longValueExact();
    }
}
