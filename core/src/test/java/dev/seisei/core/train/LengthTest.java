package dev.seisei.core.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.seisei.core.settings.SettingException;
import dev.seisei.core.train.TrainingRun.Length;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LengthTest {
  @Test
  void stepsEpochsAndNothingAreCounted() {
    assertEquals(7, Length.steps(7).inSteps(453, 1000));
    assertEquals(1359, Length.epochs(3).inSteps(453, 1000));
    assertEquals(1000, Length.USUAL.inSteps(453, 1000));
  }

  @Test
  void whatIsNoLengthIsRefused() {
    assertEquals("steps", assertThrows(SettingException.class, () -> Length.steps(0)).field());
    assertEquals("epochs", assertThrows(SettingException.class, () -> Length.epochs(-1)).field());
    assertThrows(SettingException.class, () -> new Length(OptionalLong.of(1), OptionalLong.of(1)));
    assertEquals(
        "epochs",
        assertThrows(SettingException.class, () -> Length.epochs(Long.MAX_VALUE).inSteps(453, 1))
            .field());
  }
}
