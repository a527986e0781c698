package io.tenbin.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.tenbin.operator", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("io.tenbin.operator.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nothing_imports_the_reconcilers = noClasses()
            .that()
            .resideOutsideOfPackage("..operator.reconciler..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..operator.reconciler..")
            .because("they are the wiring: what they use must be testable without them");

    @ArchTest
    static final ArchRule only_the_reconcilers_see_the_cluster = noClasses()
            .that()
            .resideOutsideOfPackage("..operator.reconciler..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.fabric8.kubernetes.client..", "io.javaoperatorsdk..", "io.quarkus..", "jakarta..", "io.vertx..")
            .because("desired objects and status are pure functions of what was observed");

    @ArchTest
    static final ArchRule builders_and_status_read_no_clock_and_no_environment = noClasses()
            .that()
            .resideInAnyPackage("..operator.resources..", "..operator.status..")
            .should()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("org.slf4j..");

    @ArchTest
    static final ArchRule the_operator_does_not_know_the_proxys_code =
            noClasses().should().dependOnClassesThat().resideInAPackage("io.tenbin.proxy..");
}
