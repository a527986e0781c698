package io.tenbin.operator.reconciler;

import io.tenbin.api.v1alpha1.AclSpec;
import io.tenbin.api.v1alpha1.Backend;
import io.tenbin.api.v1alpha1.BackendSpec;
import io.tenbin.api.v1alpha1.FallbackSpec;
import io.tenbin.api.v1alpha1.ListenerSpec;
import io.tenbin.api.v1alpha1.LoadBalancer;
import io.tenbin.api.v1alpha1.LoadBalancerSpec;
import io.tenbin.api.v1alpha1.MirrorSpec;
import io.tenbin.api.v1alpha1.RuleSpec;
import io.tenbin.api.v1alpha1.ServerSpec;
import io.tenbin.api.v1alpha1.ServiceReference;
import io.tenbin.api.v1alpha1.WeightedBackendSpec;
import io.tenbin.translate.ObjectKey;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who refers to whom, as keys of informers' indexes: {@code namespace/name} of what is referred to. */
final class References {
    /** Of LoadBalancers, by the Backends that they refer to. */
    static final String BACKENDS = "tenbin.backends";

    /** Of Backends, by the Services that they refer to. */
    static final String SERVICES = "tenbin.services";

    /** Of Backends, by the Backend that they fall back to. */
    static final String FALLBACKS = "tenbin.fallbacks";

    private static final Pattern COUNTED = Pattern.compile("(?:nbsrv|BackendServersUp)\\(([^()\\s]+)\\)");

    private References() {}

    static List<String> fallbacks(Backend backend) {
        String namespace = backend.getMetadata().getNamespace();
        return Stream.ofNullable(backend.getSpec())
                .map(BackendSpec::fallback)
                .filter(Objects::nonNull)
                .map(FallbackSpec::backend)
                .filter(Objects::nonNull)
                .map(name -> name.indexOf('/') >= 0 ? name : key(namespace, name))
                .toList();
    }

    static List<String> backends(LoadBalancer loadBalancer) {
        String namespace = loadBalancer.getMetadata().getNamespace();
        // The schema requires a spec; an object from before a schema must not stop the informer.
        return Stream.ofNullable(loadBalancer.getSpec())
                .flatMap(References::backends)
                .map(name -> name.indexOf('/') >= 0 ? name : key(namespace, name))
                .distinct()
                .toList();
    }

    static List<String> services(Backend backend) {
        String namespace = backend.getMetadata().getNamespace();
        return Stream.ofNullable(backend.getSpec())
                .flatMap(spec -> spec.servers().stream())
                .map(ServerSpec::service)
                .filter(Objects::nonNull)
                .map(ServiceReference::name)
                .map(name -> key(namespace, name))
                .distinct()
                .toList();
    }

    static String key(String namespace, String name) {
        return new ObjectKey(namespace, name).toString();
    }

    private static Stream<String> backends(LoadBalancerSpec spec) {
        return Stream.concat(
                spec.listeners().stream().flatMap(References::backends),
                spec.acls().stream().map(AclSpec::fetch).flatMap(References::asked));
    }

    /** The Backends whose servers an ACL or a condition counts. One too many costs a reconciliation, one too few a stale answer. */
    private static Stream<String> asked(@Nullable String text) {
        return text == null ? Stream.empty() : COUNTED.matcher(text).results().map(found -> found.group(1));
    }

    private static Stream<String> backends(ListenerSpec listener) {
        Stream<String> ofRules = listener.rules().stream().flatMap(References::backends);
        return listener.defaultBackend() == null
                ? ofRules
                : Stream.concat(ofRules, Stream.of(listener.defaultBackend()));
    }

    private static Stream<String> backends(RuleSpec rule) {
        Stream<String> targets = Stream.concat(
                Stream.ofNullable(rule.backend()),
                Stream.ofNullable(rule.backends()).flatMap(List::stream).map(WeightedBackendSpec::name));
        MirrorSpec mirror = rule.mirror();
        Stream<String> mirrors = mirror == null ? Stream.empty() : Stream.of(mirror.backend());
        return Stream.concat(
                Stream.concat(targets, mirrors), Stream.concat(asked(rule.onlyIf()), asked(rule.unless())));
    }
}
