package io.tenbin.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Set;

/** What a listener does with the TLS that its clients speak. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "mode")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TerminatedTlsConfig.class, name = "Terminate"),
    @JsonSubTypes.Type(value = PassedThroughTlsConfig.class, name = "Passthrough")
})
public sealed interface ListenerTlsConfig permits TerminatedTlsConfig, PassedThroughTlsConfig {

    /** All that it needs of {@link Materials}. */
    Set<MaterialName> materials();
}
