package dev.seisei.core.model;

import dev.seisei.core.progress.Progress;
import dev.seisei.core.sample.Sample;

/** Told how a generation goes, and asked whether it should go on. */
public interface GenerationListener extends Progress {
  /** Nobody is told, and nothing is cancelled. */
  GenerationListener SILENT = new GenerationListener() {};

  /** What there is so far: a picture half denoised, a text half written. */
  default void partial(Sample sample) {}

  /**
   * A piece of text as it comes: whole characters. All pieces together are the text.
   *
   * @param index which of the texts of the sample goes on, from 0
   */
  default void piece(int index, String text) {}

  /**
   * A text has come to its end; no pieces of it follow.
   *
   * @param index which of the texts of the sample, from 0
   */
  default void finished(int index, Finish why) {}
}
