package dev.seisei.evaluate.fidelity;

import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.features.ImageFeatures;
import dev.seisei.core.model.Model;
import dev.seisei.core.settings.SettingException;

/** The network that images are compared by, opened. */
final class Extractor implements AutoCloseable {
  /** Digits of a hash in hexadecimal that make a number which a double holds exactly: 48 bits. */
  private static final int HASH_DIGITS = 12;

  private final Model model;
  private final ImageFeatures features;

  private Extractor(Model model, ImageFeatures features) {
    this.model = model;
    this.features = features;
  }

  /**
   * Opens the network that is set, or the one made for the data.
   *
   * @param reference a model's folder or name; empty for {@code features-} and the data's name
   * @throws SettingException if there is none, it is something else, or sees other images
   */
  static Extractor open(String reference, ImageDataset data) {
    boolean chosen = !reference.isEmpty();
    String name = chosen ? reference : "features-" + data.name();
    Model model = model(name, chosen, data);
    boolean opened = false;
    try {
      ImageFeatures features =
          model
              .as(ImageFeatures.class)
              .orElseThrow(
                  () ->
                      new SettingException(
                          "features",
                          "features must be a network that sees images, and %s is a %s"
                              .formatted(name, model.family().id())));
      Extractor extractor = new Extractor(model, features.forImages(data.shape()));
      opened = true;
      return extractor;
    } finally {
      if (!opened) {
        model.close();
      }
    }
  }

  private static Model model(String name, boolean chosen, ImageDataset data) {
    try {
      return Model.open(name);
    } catch (SettingException e) {
      if (!e.field().equals("model")) {
        throw e;
      }
      String wayOut =
          chosen
              ? "features must name a network that sees images, got \"" + name + "\""
              : ("features must be set to a network that sees images like those of data %s, since"
                      + " there is no %s; one is trained by: seisei train classifier --data %s")
                  .formatted(data.name(), name, data.name());
      SettingException missing =
          new SettingException("features", wayOut + " (" + e.getMessage() + ")");
      missing.initCause(e);
      throw missing;
    }
  }

  ImageFeatures features() {
    return features;
  }

  /** The first 48 bits of its hash. */
  static long number(String hash) {
    return Long.parseLong(hash.substring(0, HASH_DIGITS), 16);
  }

  @Override
  public void close() {
    model.close();
  }
}
