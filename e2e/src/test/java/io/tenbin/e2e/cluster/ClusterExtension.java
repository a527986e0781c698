package io.tenbin.e2e.cluster;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** What {@link InCluster} promises. */
final class ClusterExtension
        implements ExecutionCondition,
                ParameterResolver,
                AfterTestExecutionCallback,
                LifecycleMethodExecutionExceptionHandler {

    private static final Namespace STORE = Namespace.create(ClusterExtension.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (System.getenv("TENBIN_CLUSTER_UNSUPPORTED") == null) {
            return ConditionEvaluationResult.enabled("the cluster is up");
        }
        String reason = "this machine cannot run the test cluster; what is missing was printed before the tests";
        if ("true".equals(System.getenv("CI"))) {
            throw new IllegalStateException(reason + ", and CI=true demands them");
        }
        return ConditionEvaluationResult.disabled(reason);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Cluster.class || type == Installation.class || type == TestNamespace.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        if (type == Cluster.class) {
            return cluster(context);
        }
        return type == Installation.class ? installation(context) : namespace(context);
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        context.getExecutionException().ifPresent(_ -> report(context));
    }

    @Override
    public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        report(context);
        throw failure;
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        report(context);
        throw failure;
    }

    private static void report(ExtensionContext context) {
        String test = context.getRequiredTestClass().getSimpleName()
                + context.getTestMethod().map(method -> "." + method.getName()).orElse("");
        new FailureReport(cluster(context), namespace(context).name()).write(test);
    }

    /** One for all classes. */
    private static Cluster cluster(ExtensionContext context) {
        return shared(context)
                .getOrComputeIfAbsent(
                        Cluster.class,
                        _ -> new Cluster(
                                Path.of(System.getProperty("tenbin.root"))
                                        .toAbsolutePath()
                                        .normalize(),
                                Path.of(Optional.ofNullable(System.getenv("KUBECONFIG"))
                                        .orElseThrow(() -> new IllegalStateException(
                                                "KUBECONFIG is not set: run with e2e/bin/java-in-cluster")))),
                        Cluster.class);
    }

    private static Installation installation(ExtensionContext context) {
        Cluster cluster = cluster(context);
        return shared(context)
                .getOrComputeIfAbsent(Installation.class, _ -> Installation.install(cluster), Installation.class);
    }

    private static TestNamespace namespace(ExtensionContext context) {
        ExtensionContext ofClass = context;
        while (ofClass.getTestMethod().isPresent()) {
            ofClass = ofClass.getParent().orElseThrow();
        }
        Class<?> testClass = ofClass.getRequiredTestClass();
        String common = testClass.getAnnotation(InCluster.class).namespace();
        String name = common.isEmpty() ? testClass.getSimpleName().toLowerCase(Locale.ROOT) : common;
        Store store = common.isEmpty() ? ofClass.getStore(STORE) : shared(context);
        Cluster cluster = cluster(context);
        return store.getOrComputeIfAbsent(
                "namespace " + name, _ -> TestNamespace.create(cluster, name), TestNamespace.class);
    }

    private static Store shared(ExtensionContext context) {
        return context.getRoot().getStore(STORE);
    }
}
