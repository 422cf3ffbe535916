package dev.seisei.gan.adversarial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthTest {
  @Test
  void whatGoesWellIsNotTalkedAbout() {
    Health health = new Health();
    for (int step = 100; step < 2000; step += 100) {
      assertEquals(Optional.empty(), health.report(step, 0.7, 0.9));
    }
    assertEquals(Optional.empty(), health.trouble());
  }

  @Test
  void collapseIsSaidOnceWithTheMeasureTheStepAndWhatToTry() {
    Health health = new Health();
    assertEquals(Optional.empty(), health.report(100, 0.7, 0.8));
    assertEquals(Optional.empty(), health.report(200, 0.7, 0.2));
    assertEquals(Optional.empty(), health.report(300, 0.7, 0.2));
    String said = health.report(400, 0.7, 0.15).orElseThrow();
    for (String part : new String[] {"mode collapse", "step 200", "0.15", "try", "game.r1"}) {
      assertTrue(said.contains(part), said);
    }
    assertEquals(Optional.empty(), health.report(500, 0.7, 0.1));
    assertTrue(health.trouble().orElseThrow().contains("0.10"));
    assertEquals(Optional.empty(), health.report(600, 0.7, 0.9));
    assertEquals(Optional.empty(), health.trouble());
  }

  @Test
  void aDiscriminatorThatWinsIsNamed() {
    Health health = new Health();
    health.report(100, 0.995, 0.9);
    health.report(200, 0.995, 0.9);
    String said = health.report(300, 0.995, 0.9).orElseThrow();
    assertTrue(said.contains("discriminator wins since step 100"), said);
    assertTrue(said.contains("0.995"), said);
  }

  @Test
  void itsStateGoesOnAfterAResume() {
    Health health = new Health();
    health.report(100, 0.7, 0.2);
    health.report(200, 0.7, 0.2);
    Health resumed = Health.of(health.state());
    assertTrue(resumed.report(300, 0.7, 0.2).orElseThrow().contains("step 100"));
  }

  @Test
  void divergenceEndsATraining() {
    GameRecord record = GameRecord.open(Optional.empty());
    record.step(1, 0.7, 1.3, 0.5, 0.9);
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> record.step(2, Double.NaN, 1.3, 0.5, 0.9));
    for (String part : new String[] {"generator", "NaN", "step 2", "lower rates"}) {
      assertTrue(e.toString().contains(part), e.toString());
    }
  }
}
