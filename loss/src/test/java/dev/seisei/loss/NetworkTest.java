package dev.seisei.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** A Deeplearning4j network learns with our losses. */
class NetworkTest {
  private static final INDArray X =
      Nd4j.createFromArray(new double[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}});

  @Test
  void exclusiveOrWithBinaryCrossEntropy() {
    learns(
        new BinaryCrossEntropy(),
        Activation.SIGMOID,
        Nd4j.createFromArray(new double[][] {{0}, {1}, {1}, {0}}));
  }

  @Test
  void exclusiveOrWithCrossEntropy() {
    learns(
        new CrossEntropy(),
        Activation.SOFTMAX,
        Nd4j.createFromArray(new double[][] {{1, 0}, {0, 1}, {0, 1}, {1, 0}}));
  }

  private static void learns(LayerLoss loss, Activation activation, INDArray labels) {
    MultiLayerConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .dataType(DataType.DOUBLE)
            .updater(new Adam(0.1))
            .list()
            .layer(new DenseLayer.Builder().nIn(2).nOut(8).activation(Activation.TANH).build())
            .layer(
                new OutputLayer.Builder()
                    .nIn(8)
                    .nOut(labels.columns())
                    .activation(activation)
                    .lossFunction(loss)
                    .build())
            .build();
    assertEquals(configuration, MultiLayerConfiguration.fromJson(configuration.toJson()), "stored");
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    for (int step = 0; step < 100; step++) {
      network.fit(X, labels);
    }
    assertTrue(network.score() < 0.05, () -> "the score is " + network.score());
    INDArray output = network.output(X);
    for (int row = 0; row < X.rows(); row++) {
      for (int column = 0; column < labels.columns(); column++) {
        assertEquals(
            labels.getDouble(row, column), output.getDouble(row, column), 0.2, "row " + row);
      }
    }
  }
}
