package io.tenbin.translate;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations of the Gateway API (GEP-2257): one to four terms such as {@code 1h30m} or {@code 500ms}. */
final class Durations {
    static final String FORM = "such as 500ms, 30s, 5m or 1h30m";

    private static final Pattern WHOLE = Pattern.compile("([0-9]{1,5}(h|m|s|ms)){1,4}");
    private static final Pattern TERM = Pattern.compile("([0-9]{1,5})(ms|h|m|s)");

    private Durations() {}

    /** The duration, or null if the text is none. */
    static @Nullable Duration parse(String text) {
        if (!WHOLE.matcher(text).matches()) {
            return null;
        }
        Duration sum = Duration.ZERO;
        Matcher term = TERM.matcher(text);
        while (term.find()) {
            int count = Integer.parseInt(term.group(1));
            sum = sum.plus(
                    switch (term.group(2)) {
                        case "h" -> Duration.ofHours(count);
                        case "m" -> Duration.ofMinutes(count);
                        case "s" -> Duration.ofSeconds(count);
                        default -> Duration.ofMillis(count);
                    });
        }
        return sum;
    }
}
