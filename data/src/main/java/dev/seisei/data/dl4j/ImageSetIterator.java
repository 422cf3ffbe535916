package dev.seisei.data.dl4j;

import dev.seisei.core.dataset.ImageSet;
import dev.seisei.data.Shuffle;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A part of a dataset as Deeplearning4j's iterator: features [N, C, H, W] in [0, 1], labels
 * one-hot, [N, classes], or null where there are none. Epoch e, which the e-th reset begins, has
 * the order of {@link Shuffle#order} of the seed and e. The last batch of an epoch may be smaller.
 *
 * <p>Not thread-safe, and cannot be serialised.
 */
@SuppressWarnings("serial") // The interface asks for it; writeObject refuses.
public final class ImageSetIterator implements DataSetIterator {
  private static final long serialVersionUID = 1;

  private final ImageSet images;
  private final List<String> classes;
  private final int batch;
  private final long seed;
  private long epoch;
  private int[] order;
  private int next;
  private @Nullable DataSetPreProcessor preProcessor;

  /**
   * @param classes the classes' names, by label; empty if there are no labels
   * @param batch images of a batch
   * @throws IllegalArgumentException if batch is not positive
   */
  public ImageSetIterator(ImageSet images, List<String> classes, int batch, long seed) {
    if (batch < 1) {
      throw new IllegalArgumentException("batch must be positive, got " + batch);
    }
    this.images = images;
    this.classes = List.copyOf(classes);
    this.batch = batch;
    this.seed = seed;
    this.order = Shuffle.order(images.size(), seed, 0);
  }

  @Override
  public boolean hasNext() {
    return next < order.length;
  }

  @Override
  public DataSet next() {
    return next(batch);
  }

  @Override
  public DataSet next(int count) {
    if (!hasNext()) {
      throw new NoSuchElementException("epoch " + epoch + " is over");
    }
    int end = Math.min(order.length, Math.addExact(next, count));
    int[] indices = Arrays.copyOfRange(order, next, end);
    next = end;
    INDArray features =
        Nd4j.createFromArray(images.batch(indices))
            .reshape('c', indices.length, images.channels(), images.height(), images.width());
    DataSet data = new DataSet(features, images.labelled() ? oneHot(indices) : null);
    data.setLabelNames(classes);
    if (preProcessor != null) {
      preProcessor.preProcess(data);
    }
    return data;
  }

  private INDArray oneHot(int[] indices) {
    float[] ones = new float[indices.length * classes.size()];
    for (int i = 0; i < indices.length; i++) {
      ones[i * classes.size() + images.label(indices[i])] = 1;
    }
    return Nd4j.createFromArray(ones).reshape('c', indices.length, classes.size());
  }

  /** Begins the next epoch. */
  @Override
  public void reset() {
    epoch++;
    order = Shuffle.order(images.size(), seed, epoch);
    next = 0;
  }

  @Override
  public boolean resetSupported() {
    return true;
  }

  @Override
  public boolean asyncSupported() {
    return true;
  }

  @Override
  public int inputColumns() {
    return images.features();
  }

  @Override
  public int totalOutcomes() {
    return classes.size();
  }

  @Override
  public int batch() {
    return batch;
  }

  @Override
  public List<String> getLabels() {
    return classes;
  }

  @Override
  public void setPreProcessor(@Nullable DataSetPreProcessor preProcessor) {
    this.preProcessor = preProcessor;
  }

  @Override
  public @Nullable DataSetPreProcessor getPreProcessor() {
    return preProcessor;
  }

  private void writeObject(ObjectOutputStream out) throws NotSerializableException {
    throw new NotSerializableException(ImageSetIterator.class.getName());
  }
}
