package dev.seisei.engine.nn;

import dev.seisei.engine.samediff.Annotations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Recurrent layers over a sequence of known length. The products with the inputs are done for all
 * steps at once; the rest is unrolled.
 */
public final class Recurrent {
  private Recurrent() {}

  /**
   * Weights of an LSTM. Along the axis of 4H: input gate, forget gate, candidate, output gate, as
   * in PyTorch, whose two biases are one here: their sum.
   *
   * @param input [F, 4H]
   * @param recurrent [H, 4H]
   * @param bias [4H]
   */
  public record LstmWeights(SDVariable input, SDVariable recurrent, SDVariable bias) {}

  /**
   * What an LSTM carries from step to step.
   *
   * @param hidden [N, H]
   * @param cell [N, H]
   */
  public record LstmState(SDVariable hidden, SDVariable cell) {}

  /**
   * What an LSTM returns.
   *
   * @param outputs the hidden state after every step: [N, T, H]
   * @param last the state after the last step
   */
  public record LstmResult(SDVariable outputs, LstmState last) {}

  /**
   * Weights of a GRU. Along the axis of 3H: reset gate, update gate, candidate, as in PyTorch.
   *
   * @param input [F, 3H]
   * @param recurrent [H, 3H]
   * @param inputBias [3H]
   * @param recurrentBias [3H]
   */
  public record GruWeights(
      SDVariable input, SDVariable recurrent, SDVariable inputBias, SDVariable recurrentBias) {}

  /**
   * What a GRU returns.
   *
   * @param outputs the hidden state after every step: [N, T, H]
   * @param last the hidden state after the last step: [N, H]
   */
  public record GruResult(SDVariable outputs, SDVariable last) {}

  /** Where the reset gate of a GRU acts. */
  public enum Reset {
    /** On the product of hidden state and weights: n = tanh(W·x + r∘(U·h + b)), as PyTorch does. */
    AFTER,
    /** On the hidden state: n = tanh(W·x + U·(r∘h) + b), as in the paper. */
    BEFORE
  }

  /**
   * A long short-term memory: i, f, o = σ(W·x + U·h + b), g = tanh(W·x + U·h + b), c = f∘c + i∘g, h
   * = o∘tanh(c).
   *
   * <p>Source: Hochreiter and Schmidhuber, 1997, with the forget gate of Gers, Schmidhuber and
   * Cummins, 2000.
   *
   * @param x [N, T, F]
   * @param steps T
   * @param initial the state before the first step, or null for zeros
   * @param mask [N, T], floating: 1 for a step, 0 where the state is kept as it was; or null for
   *     all ones
   * @throws IllegalArgumentException if steps is not positive
   */
  public static LstmResult lstm(
      SDVariable x,
      int steps,
      LstmWeights weights,
      @Nullable LstmState initial,
      @Nullable SDVariable mask) {
    Require.positive("steps", steps);
    List<SDVariable> inputs =
        new ArrayList<>(List.of(x, weights.input, weights.recurrent, weights.bias));
    if (initial != null) {
      inputs.add(initial.hidden);
      inputs.add(initial.cell);
    }
    if (mask != null) {
      inputs.add(mask);
    }
    List<SDVariable> results =
        Annotations.composite(
            Composites.LSTM,
            Map.of("steps", steps, "initial", initial != null, "mask", mask != null),
            inputs,
            () -> unrollLstm(x, steps, weights, initial, mask));
    return new LstmResult(results.get(0), new LstmState(results.get(1), results.get(2)));
  }

  private static List<SDVariable> unrollLstm(
      SDVariable x,
      int steps,
      LstmWeights weights,
      @Nullable LstmState initial,
      @Nullable SDVariable mask) {
    SameDiff graph = x.getSameDiff();
    SDVariable[] projected = project(x, weights.input, weights.bias, steps);
    SDVariable[] kept = mask == null ? null : graph.unstack(mask, 1, steps);
    // Read also where one step from zeros has no use for it: the inputs are always the same.
    weights.recurrent.shape();
    SDVariable hidden = initial == null ? null : initial.hidden;
    SDVariable cell = initial == null ? null : initial.cell;
    SDVariable[] outputs = new SDVariable[steps];
    SDVariable[] cells = new SDVariable[steps];
    SDVariable[][] gates = new SDVariable[4][steps];
    for (int t = 0; t < steps; t++) {
      SDVariable sum =
          hidden == null ? projected[t] : projected[t].add(graph.mmul(hidden, weights.recurrent));
      SDVariable[] sums = graph.split(sum, 4, 1);
      SDVariable input = graph.nn().sigmoid(sums[0]);
      SDVariable forget = graph.nn().sigmoid(sums[1]);
      SDVariable candidate = graph.math().tanh(sums[2]);
      SDVariable output = graph.nn().sigmoid(sums[3]);
      SDVariable added = input.mul(candidate);
      SDVariable nextCell = cell == null ? added : forget.mul(cell).add(added);
      SDVariable nextHidden = output.mul(graph.math().tanh(nextCell));
      cell = keep(cell, nextCell, kept, t);
      hidden = keep(hidden, nextHidden, kept, t);
      outputs[t] = hidden;
      cells[t] = cell;
      record(gates, t, input, forget, output, candidate);
    }
    return List.of(
        graph.stack(1, outputs), hidden, cell, stacked(graph, gates), graph.stack(0, cells));
  }

  private static void record(SDVariable[][] gates, int step, SDVariable... values) {
    for (int gate = 0; gate < values.length; gate++) {
      gates[gate][step] = values[gate];
    }
  }

  /** What gradients need of every gate at every step: [gates, T, N, H]. */
  private static SDVariable stacked(SameDiff graph, SDVariable[][] gates) {
    SDVariable[] all = new SDVariable[gates.length];
    Arrays.setAll(all, gate -> graph.stack(0, gates[gate]));
    return graph.stack(0, all);
  }

  /**
   * A gated recurrent unit: r, z = σ(W·x + U·h + b), n as {@link Reset} says, h = (1 − z)∘n + z∘h.
   *
   * <p>Source: Cho et al., 2014, arXiv 1406.1078, equations 5 to 8.
   *
   * @param x [N, T, F]
   * @param steps T
   * @param reset where the reset gate acts; weights trained for one do not serve the other
   * @param initial the hidden state before the first step, [N, H], or null for zeros
   * @param mask [N, T], floating: 1 for a step, 0 where the state is kept as it was; or null for
   *     all ones
   * @throws IllegalArgumentException if steps is not positive
   */
  public static GruResult gru(
      SDVariable x,
      int steps,
      GruWeights weights,
      Reset reset,
      @Nullable SDVariable initial,
      @Nullable SDVariable mask) {
    Require.positive("steps", steps);
    List<SDVariable> inputs =
        new ArrayList<>(
            List.of(x, weights.input, weights.recurrent, weights.inputBias, weights.recurrentBias));
    if (initial != null) {
      inputs.add(initial);
    }
    if (mask != null) {
      inputs.add(mask);
    }
    List<SDVariable> results =
        Annotations.composite(
            Composites.GRU,
            Map.of(
                "steps",
                steps,
                "reset_after",
                reset == Reset.AFTER,
                "initial",
                initial != null,
                "mask",
                mask != null),
            inputs,
            () -> unrollGru(x, steps, weights, reset, initial, mask));
    return new GruResult(results.get(0), results.get(1));
  }

  private static List<SDVariable> unrollGru(
      SDVariable x,
      int steps,
      GruWeights weights,
      Reset reset,
      @Nullable SDVariable initial,
      @Nullable SDVariable mask) {
    SameDiff graph = x.getSameDiff();
    SDVariable[] projected = project(x, weights.input, weights.inputBias, steps);
    SDVariable[] kept = mask == null ? null : graph.unstack(mask, 1, steps);
    SDVariable[] recurrent = graph.split(weights.recurrent, 3, 1);
    SDVariable[] bias = graph.split(weights.recurrentBias, 3, 0);
    SDVariable hidden = initial;
    SDVariable[] outputs = new SDVariable[steps];
    SDVariable[][] gates = new SDVariable[4][steps];
    for (int t = 0; t < steps; t++) {
      SDVariable[] inputs = graph.split(projected[t], 3, 1);
      SDVariable[] sums = sums(hidden, inputs, weights, recurrent, bias, reset);
      SDVariable resetGate = graph.nn().sigmoid(inputs[0].add(sums[0]));
      SDVariable update = graph.nn().sigmoid(inputs[1].add(sums[1]));
      SDVariable shift;
      if (reset == Reset.AFTER) {
        shift = resetGate.mul(sums[2]);
      } else if (hidden == null) {
        shift = sums[2];
      } else {
        shift = graph.mmul(resetGate.mul(hidden), recurrent[2]).add(bias[2]);
      }
      SDVariable candidate = graph.math().tanh(inputs[2].add(shift));
      SDVariable next =
          hidden == null
              ? candidate.mul(update.rsub(1))
              : candidate.add(update.mul(hidden.sub(candidate)));
      hidden = keep(hidden, next, kept, t);
      outputs[t] = hidden;
      record(gates, t, resetGate, update, candidate, sums[2]);
    }
    SDVariable all = graph.stack(1, outputs);
    return reset == Reset.AFTER
        ? List.of(all, hidden, stacked(graph, gates))
        : List.of(all, hidden);
  }

  /** U·h + b of every gate, as far as they do not wait for the reset gate. */
  private static SDVariable[] sums(
      @Nullable SDVariable hidden,
      SDVariable[] inputs,
      GruWeights weights,
      SDVariable[] recurrent,
      SDVariable[] bias,
      Reset reset) {
    SameDiff graph = inputs[0].getSameDiff();
    if (hidden == null) {
      SDVariable zeros = graph.zerosLike(inputs[2]);
      return new SDVariable[] {bias[0], bias[1], zeros.add(bias[2])};
    }
    if (reset == Reset.AFTER) {
      return graph.split(graph.mmul(hidden, weights.recurrent).add(weights.recurrentBias), 3, 1);
    }
    return new SDVariable[] {
      graph.mmul(hidden, recurrent[0]).add(bias[0]),
      graph.mmul(hidden, recurrent[1]).add(bias[1]),
      bias[2]
    };
  }

  /** x·w + b for all steps at once, then one [N, n] a step. */
  private static SDVariable[] project(SDVariable x, SDVariable w, SDVariable b, int steps) {
    return x.getSameDiff().unstack(Projections.linear(x, w, b), 1, steps);
  }

  /** The new state where the mask is 1, the old one (null for zeros) where it is 0. */
  private static SDVariable keep(
      @Nullable SDVariable old, SDVariable next, SDVariable @Nullable [] mask, int step) {
    if (mask == null) {
      return next;
    }
    SDVariable on = next.getSameDiff().expandDims(mask[step], 1);
    return old == null ? next.mul(on) : old.add(next.sub(old).mul(on));
  }
}
