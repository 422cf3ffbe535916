package dev.seisei.examples;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The arrows between the modules, and between the engine's packages.
 *
 * <p>They are held here because {@code examples} has every library module on its class path, as a
 * user has, and nothing depends on it.
 */
@AnalyzeClasses(packages = "dev.seisei", importOptions = DoNotIncludeTests.class)
final class ArrowsTest {

  // A rule about classes that were not found passes. Raise these as the modules grow.
  private static final int ENGINE_CLASSES = 150;
  private static final int LOSS_CLASSES = 15;
  private static final int CORE_CLASSES = 120;
  private static final int DATA_CLASSES = 60;
  private static final int VAE_CLASSES = 30;
  private static final int EVALUATE_CLASSES = 30;
  private static final int GAN_CLASSES = 100;
  private static final int CLI_CLASSES = 28;

  @ArchTest
  static final ArchRule engineKnowsNoOtherModule =
      noClasses()
          .that()
          .resideInAPackage("dev.seisei.engine..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.seisei..").and(not(resideInAPackage("dev.seisei.engine.."))))
          .because("the engine has never heard of a generator");

  @ArchTest
  static final ArchRule lossKnowsTheEngineOnly =
      noClasses()
          .that()
          .resideInAPackage("dev.seisei.loss..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.seisei..")
                  .and(not(resideInAnyPackage("dev.seisei.loss..", "dev.seisei.engine.."))))
          .because("a loss is a function, whatever model it serves");

  @ArchTest static final ArchRule coreKnowsTheEngineOnly = mayUse("core", "engine");

  @ArchTest static final ArchRule dataKnowsCore = mayUse("data", "core", "engine");

  @ArchTest
  static final ArchRule modelsKnowNeitherEachOtherNorWhoServesThem =
      mayUse("vae", "core", "data", "loss", "engine");

  /** A feature network is asked for by core's interface, whoever provides it. */
  @ArchTest
  static final ArchRule adversarialModelsKnowNoFeatureNetwork =
      mayUse("gan", "core", "data", "loss", "engine");

  @ArchTest static final ArchRule textKnowsCore = mayUse("text", "core", "engine");

  @ArchTest
  static final ArchRule transformersKnowNeitherOtherModelsNorWhoServesThem =
      mayUse("transformer", "core", "data", "loss", "text", "engine");

  @ArchTest
  static final ArchRule measuresKnowNoModel = mayUse("evaluate", "core", "data", "loss", "engine");

  @ArchTest static final ArchRule theCommandLineNamesNoModel = mayUse("cli", "core", "engine");

  /** Classes of a module use those of some others, and of no more. */
  private static ArchRule mayUse(String module, String... others) {
    String[] allowed =
        Stream.concat(Stream.of(module), Arrays.stream(others))
            .map(name -> "dev.seisei." + name + "..")
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage("dev.seisei." + module + "..")
        .should()
        .dependOnClassesThat(resideInAPackage("dev.seisei..").and(not(resideInAnyPackage(allowed))))
        .because("arrows between modules run one way");
  }

  @ArchTest
  static final ArchRule enginePackagesHaveNoCycles =
      slices()
          .matching("dev.seisei.engine.(*)..")
          .should()
          .beFreeOfCycles()
          .because("the engine is read package by package, each after those it uses");

  @ArchTest
  static void theModulesWereFound(JavaClasses classes) {
    assertFound(classes, "dev.seisei.engine..", ENGINE_CLASSES);
    assertFound(classes, "dev.seisei.loss..", LOSS_CLASSES);
    assertFound(classes, "dev.seisei.core..", CORE_CLASSES);
    assertFound(classes, "dev.seisei.data..", DATA_CLASSES);
    assertFound(classes, "dev.seisei.vae..", VAE_CLASSES);
    assertFound(classes, "dev.seisei.gan..", GAN_CLASSES);
    assertFound(classes, "dev.seisei.evaluate..", EVALUATE_CLASSES);
    assertFound(classes, "dev.seisei.cli..", CLI_CLASSES);
  }

  private static void assertFound(JavaClasses classes, String packages, int atLeast) {
    int found = classes.that(resideInAPackage(packages)).size();
    assertTrue(
        found >= atLeast,
        () -> "expected at least " + atLeast + " classes in " + packages + ", found " + found);
  }
}
