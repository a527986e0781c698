package io.tenbin.e2e.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that need the cluster. Methods may take a {@link Cluster}, the {@link Installation} of the operator, which all
 * classes share, and a {@link TestNamespace}, which each class has to itself unless it names one. Where the machine cannot run the cluster,
 * the tests are skipped, or with {@code CI=true} fail.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ClusterExtension.class)
public @interface InCluster {
    /** The namespace that the class shares with all that name it; empty for one of its own. */
    String namespace() default "";
}
