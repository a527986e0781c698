package io.tenbin.translate;

import static java.util.Objects.requireNonNullElse;

import io.tenbin.api.v1alpha1.RetriesSpec;
import io.tenbin.config.RetriesConfig;
import io.tenbin.config.RetriesConfig.Cause;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When a request is tried again: the fields given, and the defaults of the others. */
final class Retries {
    private static final long MOST_BYTES = 16 << 20;

    private Retries() {}

    static RetriesConfig translate(String path, @Nullable RetriesSpec spec, Findings findings) {
        RetriesConfig absent = Defaults.RETRIES;
        return spec == null
                ? absent
                : new RetriesConfig(
                        requireNonNullElse(spec.count(), absent.count()),
                        spec.retryOn() == null ? absent.after() : after(spec.retryOn()),
                        requireNonNullElse(spec.redispatch(), absent.redispatch()),
                        requireNonNullElse(spec.allowNonIdempotent(), absent.allowNonIdempotent()),
                        requireNonNullElse(spec.budgetPercent(), absent.budgetPercent()),
                        (int) findings.size(
                                path + ".bufferSize", spec.bufferSize(), 0, MOST_BYTES, absent.bufferSize()));
    }

    /** The schema lets in no other word than a cause or a status. */
    private static RetriesConfig.After after(List<String> words) {
        List<Cause> causes = new ArrayList<>();
        List<Integer> statuses = new ArrayList<>();
        for (String word : words) {
            switch (word) {
                case "ConnectFailure" -> causes.add(Cause.CONNECT_FAILURE);
                case "Unprocessed" -> causes.add(Cause.UNPROCESSED);
                case "EmptyResponse" -> causes.add(Cause.EMPTY_RESPONSE);
                case "ResponseTimeout" -> causes.add(Cause.RESPONSE_TIMEOUT);
                case "JunkResponse" -> causes.add(Cause.JUNK_RESPONSE);
                default -> statuses.add(Integer.valueOf(word));
            }
        }
        return new RetriesConfig.After(causes, statuses);
    }
}
