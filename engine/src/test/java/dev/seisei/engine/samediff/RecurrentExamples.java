package dev.seisei.engine.samediff;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.config.LSTMActivations;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.config.LSTMConfiguration;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.config.LSTMDataFormat;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.config.LSTMDirectionMode;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.config.LSTMLayerConfig;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.weights.GRUWeights;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.weights.LSTMLayerWeights;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.weights.LSTMWeights;

/** Recurrent layers and cells: 3 steps, 2 sequences, 2 inputs, 2 units. */
final class RecurrentExamples {
  private RecurrentExamples() {}

  static void register(ImportExamples examples) {
    layers(examples);
    states(examples);
    cells(examples);
  }

  private static LSTMLayerConfig.LSTMLayerConfigBuilder config(LSTMDirectionMode direction) {
    return LSTMLayerConfig.builder()
        .directionMode(direction)
        .retFullSequence(true)
        .retLastH(true)
        .retLastC(true);
  }

  private static SDVariable sequence(Sketch s, LSTMDataFormat format) {
    return switch (format) {
      case TNS, T2NS -> s.x(3, 2, 2);
      case NTS -> s.x(2, 3, 2);
      case NST -> s.x(2, 2, 3);
    };
  }

  private static LSTMLayerWeights weights(Sketch s, boolean both, boolean peeps) {
    LSTMLayerWeights.LSTMLayerWeightsBuilder weights = LSTMLayerWeights.builder();
    weights.weights(both ? s.x(2, 2, 8) : s.x(2, 8));
    weights.rWeights(both ? s.x(2, 2, 8) : s.x(2, 8));
    weights.bias(both ? s.x(2, 8) : s.x(8));
    if (peeps) {
      weights.peepholeWeights(both ? s.x(2, 6) : s.x(6));
    }
    return weights.build();
  }

  private static void layers(ImportExamples examples) {
    for (LSTMDirectionMode direction : LSTMDirectionMode.values()) {
      for (LSTMDataFormat format : LSTMDataFormat.values()) {
        boolean extra = direction == LSTMDirectionMode.BIDIR_EXTRA_DIM;
        if (extra == (format == LSTMDataFormat.T2NS)) {
          LSTMLayerConfig config = config(direction).lstmdataformat(format).build();
          boolean both = direction != LSTMDirectionMode.FWD && direction != LSTMDirectionMode.BWD;
          examples.addAll(
              "lstmLayer",
              direction + " " + format,
              s -> s.sd.rnn().lstmLayer(sequence(s, format), weights(s, both, false), config));
        }
      }
    }
    LSTMLayerConfig others =
        config(LSTMDirectionMode.FWD)
            .gateAct(LSTMActivations.HARD_SIGMOID)
            .cellAct(LSTMActivations.SOFTSIGN)
            .outAct(LSTMActivations.SOFTPLUS)
            .build();
    examples.addAll(
        "lstmLayer",
        "other activations",
        s -> s.sd.rnn().lstmLayer(s.x(3, 2, 2), weights(s, false, false), others));
    LSTMLayerConfig clipped = config(LSTMDirectionMode.FWD).cellClip(0.31).build();
    examples.addAll(
        "lstmLayer",
        "clipped",
        s -> s.sd.rnn().lstmLayer(s.x(3, 2, 2), weights(s, false, false), clipped));
  }

  private static void states(ImportExamples examples) {
    LSTMLayerConfig forward = config(LSTMDirectionMode.FWD).build();
    LSTMLayerConfig backward = config(LSTMDirectionMode.BWD).build();
    LSTMLayerConfig both = config(LSTMDirectionMode.BIDIR_CONCAT).build();
    examples.addAll(
        "lstmLayer",
        "initial states",
        s ->
            s.sd
                .rnn()
                .lstmLayer(
                    s.x(3, 2, 2), s.x(2, 2), s.x(2, 2), null, weights(s, false, false), forward));
    examples.addAll(
        "lstmLayer",
        "initial states in both directions",
        s ->
            s.sd
                .rnn()
                .lstmLayer(
                    s.x(3, 2, 2), s.x(2, 2, 2), s.x(2, 2, 2), null, weights(s, true, false), both));
    examples.addAll(
        "lstmLayer",
        "peepholes",
        s -> s.sd.rnn().lstmLayer(s.x(3, 2, 2), weights(s, false, true), forward));
    for (LSTMLayerConfig config : new LSTMLayerConfig[] {forward, backward}) {
      examples.addAll(
          "lstmLayer",
          "lengths, " + config.getDirectionMode(),
          s ->
              s.sd
                  .rnn()
                  .lstmLayer(
                      s.x(3, 2, 2), null, null, s.ints(2, 3), weights(s, false, false), config));
    }
  }

  private static void cells(ImportExamples examples) {
    examples.add(
        "gru", "", s -> s.sd.rnn().gru(s.x(3, 2, 2), s.x(2, 2), s.x(2, 6), s.x(2, 6), s.x(6)));
    examples.addAll(
        "gruCell",
        "",
        s ->
            s.sd
                .rnn()
                .gruCell(
                    s.x(2, 2),
                    s.x(2, 3),
                    GRUWeights.builder()
                        .ruWeight(s.x(5, 6))
                        .cWeight(s.x(5, 3))
                        .ruBias(s.x(6))
                        .cBias(s.x(3))
                        .build()));
    for (boolean peeps : new boolean[] {false, true}) {
      LSTMConfiguration config =
          LSTMConfiguration.builder()
              .peepHole(peeps)
              .forgetBias(0.9)
              .clippingCellValue(peeps ? 0.6 : 0)
              .build();
      examples.addAll(
          "lstmBlockCell",
          peeps ? "peepholes, clipped" : "",
          s -> s.sd.rnn().lstmCell(s.x(2, 2), s.x(2, 3), s.x(2, 3), blockWeights(s), config));
    }
  }

  private static LSTMWeights blockWeights(Sketch s) {
    return LSTMWeights.builder()
        .weights(s.x(5, 12))
        .inputPeepholeWeights(s.x(3))
        .forgetPeepholeWeights(s.x(3))
        .outputPeepholeWeights(s.x(3))
        .bias(s.x(12))
        .build();
  }
}
