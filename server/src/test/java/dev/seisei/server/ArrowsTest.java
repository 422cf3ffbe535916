package dev.seisei.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

/**
 * The server's arrow, beside those of the other modules in {@code examples}: there, Quarkus' whole
 * class path would have to come along.
 */
class ArrowsTest {
  @Test
  void theServerNamesNoModel() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(new DoNotIncludeTests())
            .importPackages("dev.seisei.server");
    int found = classes.size();
    assertTrue(found >= 30, () -> "expected at least 30 classes, found " + found);
    noClasses()
        .that()
        .resideInAPackage("dev.seisei.server..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.seisei..")
                .and(
                    not(
                        resideInAnyPackage(
                            "dev.seisei.server..", "dev.seisei.core..", "dev.seisei.engine.."))))
        .because("it loads any family that it finds")
        .check(classes);
  }
}
