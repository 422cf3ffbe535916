package dev.seisei.core.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
  @ParameterizedTest
  @CsvSource({
    "n, n",
    "topP, top_p",
    "latentDim, latent_dim",
    "betaSchedule, beta_schedule",
    "useKLLoss, use_kl_loss",
    "sha256Hash, sha256_hash",
    "conv2d, conv2d",
    "weightKL, weight_kl",
    "FULLY_CONNECTED, fully_connected",
    "IWAE, iwae"
  })
  void wordsAreJoinedByUnderscores(String java, String outside) {
    assertEquals(outside, Names.outside(java));
  }

  @Test
  void constantsHaveTheirNameInLowerCase() {
    assertEquals("milliseconds", Names.outside(TimeUnit.MILLISECONDS));
  }
}
