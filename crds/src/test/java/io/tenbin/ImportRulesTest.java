package io.tenbin;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which way imports point within this module. */
@AnalyzeClasses(packages = "io.tenbin", importOptions = ImportOption.DoNotIncludeTests.class)
class ImportRulesTest {

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("io.tenbin.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule CONFIG_NEEDS_NOTHING_BUT_THE_JDK_JACKSON_AND_REGULAR_EXPRESSIONS = classes()
            .that()
            .resideInAPackage("io.tenbin.config..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.tenbin.config..", "java..", "com.fasterxml.jackson..", "com.google.re2j..", "org.jspecify..")
            .because("both sides of the wire compile against it");

    @ArchTest
    static final ArchRule TRANSLATION_IS_PURE = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.tenbin.translate..", "io.tenbin.condition..", "io.tenbin.schema..", "io.tenbin.api..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.fabric8.kubernetes.client.dsl..",
                    "io.fabric8.kubernetes.client.http..",
                    "io.fabric8.kubernetes.client.informers..",
                    "java.net.http..",
                    "java.nio.file..",
                    "java.util.logging..",
                    "org.slf4j..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("io.fabric8.kubernetes.client.KubernetesClient")
            .because("a verdict must depend on nothing but the objects: no client, file or log");

    @ArchTest
    static final ArchRule TRANSLATION_HAS_NO_CLOCK_AND_NO_ENVIRONMENT = noClasses()
            .that()
            .resideInAnyPackage("io.tenbin..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Clock")
            .orShould()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getProperty", String.class)
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule THE_RESOURCES_KNOW_NOTHING_OF_THEIR_TRANSLATION = noClasses()
            .that()
            .resideInAPackage("io.tenbin.api..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.tenbin.translate..", "io.tenbin.config..", "io.tenbin.schema..");
}
