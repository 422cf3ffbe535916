package dev.seisei.gan;

import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.dataset.ImageSet;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.settings.Settings;
import dev.seisei.core.train.Trainer;
import dev.seisei.core.train.TrainingRun;
import dev.seisei.core.train.TrainingRun.Length;
import dev.seisei.data.image.InMemoryImages;
import dev.seisei.engine.memory.Device;
import dev.seisei.evaluate.classifier.ClassifierConfig;
import dev.seisei.evaluate.classifier.ClassifierFamily;
import dev.seisei.testkit.SmallRuns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Small networks that see digits, trained in seconds. */
public final class FeatureNetworks {
  /** The layers of these networks. */
  public static final String LAYERS = "[stage0_0, stage1_0, stage2_0]";

  private static final Map<String, Object> CONFIG = Map.of("filters", 8, "stages", 3, "depth", 1);

  private static final Map<String, Object> TRAINING =
      Map.of("batch_size", 50, "validation", 100, "report_every", 40, "average_decay", 0.9);

  /** Trained when it is first asked for, and kept for all tests of a build. */
  private static @Nullable Path colour;

  private FeatureNetworks() {}

  /** One of coloured digits on coloured grounds, which is not written to. */
  public static synchronized Path colour() {
    Path trained = colour;
    if (trained == null) {
      try {
        Path folder = Files.createTempDirectory(Path.of("target"), "features");
        trained = train(new ClassifierFamily().trainer().orElseThrow(), folder.resolve("colour"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      colour = trained;
    }
    return trained;
  }

  private static <T extends Record> Path train(Trainer<ClassifierConfig, T> trainer, Path folder) {
    ImageDataset data = coloured();
    trainer.train(
        new TrainingRun<>(
            trainer.configure(Settings.bind(ClassifierConfig.class, CONFIG), data),
            Settings.bind(trainer.settingsType(), TRAINING),
            data,
            Length.steps(80),
            1,
            folder,
            false,
            Device.CPU),
        Progress.SILENT);
    return folder;
  }

  /** Trains one of grey digits, hardly. */
  public static Path grey(Path folder) {
    Map<String, Object> settings = new HashMap<>(CONFIG);
    settings.putAll(TRAINING);
    SmallRuns.train(new ClassifierFamily(), settings, folder, 2);
    return folder;
  }

  private static ImageDataset coloured() {
    ImageDataset digits = SmallRuns.digits();
    Random random = new Random(1);
    return new InMemoryImages(
        "coloured-digits",
        coloured(digits.train(), random),
        coloured(digits.test(), random),
        digits.classes());
  }

  private static ImageSet coloured(ImageSet grey, Random random) {
    byte[][] images = new byte[grey.size()][];
    int[] labels = new int[grey.size()];
    int pixels = grey.features();
    for (int i = 0; i < images.length; i++) {
      byte[] ink = grey.bytes(i);
      images[i] = new byte[3 * pixels];
      labels[i] = grey.label(i);
      for (int channel = 0; channel < 3; channel++) {
        int ground = random.nextInt(256);
        int digit = random.nextInt(256);
        for (int at = 0; at < pixels; at++) {
          int share = ink[at] & 0xFF;
          images[i][channel * pixels + at] =
              (byte) ((share * digit + (255 - share) * ground) / 255);
        }
      }
    }
    return new ImageSet(3, grey.height(), grey.width(), images, labels);
  }

  /** A checkpoint that names a feature network, and has nothing else. */
  public static Path checkpoint(Path folder, String family, Map<String, ?> config)
      throws IOException {
    Files.createDirectories(folder);
    StringBuilder json = new StringBuilder("{\"model_type\": \"" + family + "\"");
    config.forEach((key, value) -> json.append(", \"%s\": \"%s\"".formatted(key, value)));
    Files.writeString(folder.resolve("config.json"), json + "}");
    return folder;
  }
}
