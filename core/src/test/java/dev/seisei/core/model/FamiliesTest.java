package dev.seisei.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.settings.SettingException;
import dev.seisei.engine.memory.Device;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FamiliesTest {
  /** Another class with the same id. */
  private static final class Impostor
      implements ModelFamily<ConstantFamily.Config, ConstantFamily.Request> {
    @Override
    public String id() {
      return "constant";
    }

    @Override
    public String description() {
      return "";
    }

    @Override
    public Class<ConstantFamily.Config> configType() {
      return ConstantFamily.Config.class;
    }

    @Override
    public Class<ConstantFamily.Request> requestType() {
      return ConstantFamily.Request.class;
    }

    @Override
    public Generator<ConstantFamily.Request> open(Checkpoint checkpoint, Device device) {
      return new ConstantFamily.Constant(checkpoint.config(configType()));
    }
  }

  @Test
  void familiesAreFoundById() {
    assertInstanceOf(ConstantFamily.class, Families.get("constant"));
    assertTrue(Families.all().contains(Families.get("constant")));
    assertEquals(Optional.empty(), Families.get("constant").trainer());
  }

  @Test
  void anUnknownIdIsRefusedWithThoseThereAre() {
    SettingException refused = assertThrows(SettingException.class, () -> Families.get("konstant"));
    assertEquals("family", refused.field());
    assertEquals("family \"konstant\" is not known; there are [constant]", refused.getMessage());
  }

  @Test
  void twoFamiliesWithOneIdAreRefusedWithBothClasses() {
    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class,
            () -> Families.index(List.of(new ConstantFamily(), new Impostor())));
    assertEquals(
        "two families have the id constant: "
            + ConstantFamily.class.getName()
            + " and "
            + Impostor.class.getName(),
        refused.getMessage());
    assertEquals(Set.of("constant"), Families.index(List.of(new Impostor())).keySet());
  }
}
