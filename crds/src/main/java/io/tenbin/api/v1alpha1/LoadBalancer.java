package io.tenbin.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** Where clients connect, and what becomes of each request. */
@Group("tenbin.io")
@Version("v1alpha1")
@ShortNames("tlb")
@Categories("tenbin")
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(name = "Address", jsonPath = ".status.address")
@AdditionalPrinterColumn(name = "Ports", jsonPath = ".status.ports")
@AdditionalPrinterColumn(name = "Replicas", jsonPath = ".status.replicas", type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@ValidationRule(value = LoadBalancer.NAME_RULE, message = "metadata.name " + LoadBalancer.NAME_FORM)
public class LoadBalancer extends CustomResource<LoadBalancerSpec, LoadBalancerStatus> implements Namespaced {
    private static final long serialVersionUID = 1;

    /** The form of a name: the Service gets it, and {@code tenbin-<name>} is a label's value. */
    static final String NAME_RULE =
            "size(self.metadata.name) <= 56 && self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')";

    /** Words of the rule on {@code metadata.name}. */
    public static final String NAME_FORM =
            "must be at most 56 lower-case letters, digits and '-', beginning with a letter and not ending with '-'";
}
