package io.tenbin.translate;

import io.tenbin.config.BackendConfig;
import org.jspecify.annotations.Nullable;

/**
 * What became of a Backend.
 *
 * @param config what proxies are to know of it; absent if it is not accepted and never was
 * @param accepted whether this version of the spec is valid; if not, {@code config} is the last good one
 * @param resolvedRefs whether all Services, their ports, and all Secrets exist
 * @param secrets what became of the Secrets that it refers to
 */
public record BackendTranslation(
        @Nullable BackendConfig config, Verdict accepted, Verdict resolvedRefs, SecretsTranslation secrets) {}
