package io.tenbin.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How one of the usable endpoints is chosen (HAProxy's configuration manual, {@code balance}). */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes(@JsonSubTypes.Type(value = AlgorithmConfig.RoundRobin.class, name = "RoundRobin"))
public sealed interface AlgorithmConfig {

    /** Each in turn, in proportion to its weight, evenly spread. */
    record RoundRobin() implements AlgorithmConfig {}
}
