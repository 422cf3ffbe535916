package dev.seisei.core.sample;

import java.io.IOException;
import java.nio.file.Path;

/** Samples as files. */
final class SampleFiles {
  private SampleFiles() {}

  static void write(Sample sample, Path file) throws IOException {
    throw new UnsupportedOperationException();
  }
}
