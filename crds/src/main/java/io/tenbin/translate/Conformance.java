package io.tenbin.translate;

import io.fabric8.kubernetes.client.CustomResource;

/** Whether an object is what its schema allows, whoever let it in. */
final class Conformance {
    private Conformance() {}

    static void check(CustomResource<?, ?> object, Findings findings) {
        if (object.getSpec() == null) {
            findings.invalid("spec", "is required");
        }
    }
}
