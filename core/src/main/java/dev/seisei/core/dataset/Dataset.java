package dev.seisei.core.dataset;

/**
 * What models learn from and are measured on. Each kind of data has its own interface below this
 * one, which trainers and measures ask for: {@link ImageDataset}.
 */
public interface Dataset {
  /** As it was asked for, such as {@code mnist} or {@code images:cats}. */
  String name();

  /** SHA-256 over the examples and their order, in hexadecimal: equal for equal data. */
  String hash();

  /** What it holds, in a few words, such as {@code 60,000 + 10,000 images of 1×28×28}. */
  String summary();
}
