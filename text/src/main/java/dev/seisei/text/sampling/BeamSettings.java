package dev.seisei.text.sampling;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;

/** How beam search goes. */
public record BeamSettings(
    @Description("How many texts are followed side by side.") int beams,
    @Description(
            "Sums of log-probabilities are divided by the length to this power: above 0 longer texts"
                + " are better, below 0 shorter ones.")
        double lengthPenalty,
    @Description("When to stop once there are as many finished texts as beams.") Stop stop) {
  /** When to stop. */
  public enum Stop {
    /** As soon as there are as many finished texts as beams. */
    FIRST,
    /** When the best running text would not be among them if it ended now. */
    LIKELY,
    /** When no running text can come among them any more. */
    CERTAIN
  }

  private static final int MOST_BEAMS = 256;

  /** Four beams, lengths divided out, as papers on translation have it. */
  public BeamSettings() {
    this(4, 1, Stop.LIKELY);
  }

  public BeamSettings {
    Require.inRange("beams", beams, 1, MOST_BEAMS);
    Require.inRange("length_penalty", lengthPenalty, -100, 100);
  }
}
