package dev.seisei.data.dl4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.dataset.Datasets;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.dataset.ImageSet;
import dev.seisei.data.Shuffle;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.TestDataSetIterator;
import org.nd4j.linalg.dataset.api.preprocessor.ImagePreProcessingScaler;
import org.nd4j.linalg.factory.Nd4j;

class IteratorsTest {
  private final ImageDataset digits = (ImageDataset) Datasets.open("mnist-mini");

  private ImageSetIterator iterator(ImageSet images, int batch) {
    return new ImageSetIterator(images, digits.classes(), batch, 5);
  }

  private static DataSetIterator of(INDArray features, INDArray labels) {
    return new TestDataSetIterator(new DataSet(features, labels), 1);
  }

  @Test
  void batchesAreTheImagesInTheEpochsOrder() {
    ImageSetIterator iterator = iterator(digits.test(), 64);
    for (int epoch = 0; epoch < 2; epoch++) {
      int[] order = Shuffle.order(500, 5, epoch);
      int seen = 0;
      while (iterator.hasNext()) {
        DataSet batch = iterator.next();
        int n = (int) batch.getFeatures().size(0);
        assertEquals(Math.min(64, 500 - seen), n);
        assertArrayEquals(new long[] {n, 1, 28, 28}, batch.getFeatures().shape());
        assertArrayEquals(new long[] {n, 10}, batch.getLabels().shape());
        for (int i = 0; i < n; i++) {
          int index = order[seen + i];
          assertArrayEquals(
              digits.test().batch(index), batch.getFeatures().slice(i).dup('c').data().asFloat());
          assertEquals(1, batch.getLabels().getFloat(i, digits.test().label(index)));
          assertEquals(1, batch.getLabels().slice(i).sumNumber().floatValue());
        }
        seen += n;
      }
      assertEquals(500, seen);
      assertThrows(NoSuchElementException.class, iterator::next);
      iterator.reset();
    }
  }

  @Test
  void itSaysWhatItIs() {
    ImageSetIterator iterator = iterator(digits.train(), 64);
    assertEquals(784, iterator.inputColumns());
    assertEquals(10, iterator.totalOutcomes());
    assertEquals(64, iterator.batch());
    assertEquals(digits.classes(), iterator.getLabels());
    assertTrue(iterator.resetSupported());
    assertEquals(7, iterator.next(7).numExamples());
    assertThrows(
        IllegalArgumentException.class, () -> new ImageSetIterator(digits.test(), List.of(), 0, 0));
    assertThrows(
        NotSerializableException.class,
        () -> new ObjectOutputStream(new ByteArrayOutputStream()).writeObject(iterator));
  }

  @Test
  void itsPreprocessorRuns() {
    ImageSetIterator iterator = iterator(digits.test(), 10);
    iterator.setPreProcessor(data -> data.setFeatures(data.getFeatures().mul(-2)));
    assertEquals(-2, iterator.next().getFeatures().minNumber().floatValue());
  }

  @Test
  void imagesWithoutLabelsHaveNone() {
    ImageSet bare = new ImageSet(1, 1, 1, new byte[][] {{1}, {2}}, null);
    DataSet batch = new ImageSetIterator(bare, List.of(), 2, 0).next();
    assertNull(batch.getLabels());
    ImageDataset back =
        IteratorImages.read(
            "bare",
            new ImageSetIterator(bare, List.of(), 2, 0),
            new ImageSetIterator(bare, List.of(), 2, 0),
            1,
            1,
            1);
    assertFalse(back.train().labelled());
  }

  @Test
  void thereAndBackItIsTheSameDataset() {
    ImageDataset back =
        IteratorImages.read(
            "back", iterator(digits.train(), 128), iterator(digits.test(), 64), 1, 28, 28);
    assertEquals("2,000 + 500 images of 1×28×28", back.summary());
    assertEquals(digits.classes(), back.classes());
    // Reading begins with a reset, hence with epoch 1.
    int[] order = Shuffle.order(2000, 5, 1);
    for (int i = 0; i < 2000; i++) {
      assertArrayEquals(digits.train().bytes(order[i]), back.train().bytes(i));
      assertEquals(digits.train().label(order[i]), back.train().label(i));
    }
  }

  @Test
  void flatFeaturesAndUnnamedClassesAreTaken() {
    INDArray features = Nd4j.createFromArray(new float[][] {{0, 1, 0.5f, 0.2f}, {1, 0, 0, 0}});
    INDArray labels = Nd4j.createFromArray(new double[][] {{0, 0, 1}, {1, 0, 0}});
    ImageDataset images =
        IteratorImages.read("flat", of(features, labels), of(features, labels), 1, 2, 2);
    assertEquals(List.of("0", "1", "2"), images.classes());
    assertArrayEquals(new byte[] {0, (byte) 255, (byte) 128, 51}, images.train().bytes(0));
    assertEquals(2, images.train().label(0));
    assertEquals(0, images.test().label(1));
  }

  private static String refused(INDArray features, INDArray labels) {
    return assertThrows(
            IllegalArgumentException.class,
            () -> IteratorImages.read("bad", of(features, labels), of(features, labels), 1, 2, 2))
        .toString();
  }

  @Test
  void otherFeaturesAndLabelsAreRefused() {
    INDArray good = Nd4j.zeros(2, 4);
    INDArray oneHot = Nd4j.eye(2);
    String shape = refused(Nd4j.zeros(2, 5), oneHot);
    assertTrue(shape.contains("features must be [N, 1, 2, 2] or [N, 4]"), shape);
    String range = refused(good.add(255), oneHot);
    assertTrue(range.contains("image 0 has a value of 255.0"), range);
    assertTrue(range.contains(ImagePreProcessingScaler.class.getSimpleName()), range);
    assertTrue(
        refused(Nd4j.createFromArray(new float[][] {{0, 0, 0, Float.NaN}}), oneHot)
            .contains("NaN"));
    for (float[][] bad :
        List.of(
            new float[][] {{1, 1}, {0, 1}},
            new float[][] {{0, 0}, {0, 1}},
            new float[][] {{0.5f, 0.5f}, {0, 1}})) {
      String message = refused(good, Nd4j.createFromArray(bad));
      assertTrue(message.contains("image 0 must be a single 1 among zeros"), message);
    }
    String rank = refused(good, Nd4j.zeros(2, 2, 3));
    assertTrue(rank.contains("labels must be [N, classes]"), rank);
  }
}
