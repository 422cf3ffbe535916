package dev.seisei.vae;

import dev.seisei.core.progress.Progress;
import java.nio.file.Path;
import java.util.Map;

/** A training in a process of its own, which says every step that it has taken. */
final class TrainingProcess {
  static final long STEPS = 60;
  static final Map<String, Object> SETTINGS = Map.of("save_seconds", 0);

  private TrainingProcess() {}

  public static void main(String[] args) {
    Progress loud =
        new Progress() {
          @Override
          public void at(long done, long total, String detail) {
            System.out.println(done);
          }
        };
    new VaeTrainer().train(Runs.small(Path.of(args[0]), SETTINGS, STEPS, true), loud);
  }
}
