package dev.seisei.core.dataset;

import java.util.List;

/** Images of one size, with or without class labels, in a training and a test part. */
public interface ImageDataset extends Dataset {
  /** What models are trained on. */
  ImageSet train();

  /** What trained models are measured on, and nothing else; may be empty. */
  ImageSet test();

  /** The classes' names, by label; empty if there are no labels. */
  List<String> classes();
}
