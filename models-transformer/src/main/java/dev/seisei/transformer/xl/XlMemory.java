package dev.seisei.transformer.xl;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.nn.Functions;
import dev.seisei.engine.samediff.GraphImport;
import dev.seisei.transformer.decoder.Remembering;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What went into each block for the M tokens before a segment: states, one a block, through which
 * no gradient flows. What is not filled yet is hidden.
 */
final class XlMemory {
  /** Input, if there is a memory: how many tokens of it are filled, [batch]. */
  static final String SEEN = "seen";

  private static final String REMEMBERED = "remembered.";

  private final String name;
  private final SameDiff graph;
  private final int length;
  private final int memory;
  private final int width;
  private int blocks;

  /**
   * @param name of the states, with a number after it; functions whose M differ have others
   * @param length T
   * @param memory M; 0 for none
   * @param width d
   */
  XlMemory(String name, SameDiff graph, int length, int memory, int width) {
    this.name = name;
    this.graph = graph;
    this.length = length;
    this.memory = memory;
    this.width = width;
  }

  private String state(int block) {
    return name + "." + block;
  }

  /**
   * Puts what is remembered before a segment, and remembers the last M tokens of both.
   *
   * @param x what goes into the next block, [B, T, d]
   * @return [B, M + T, d]
   */
  SDVariable extend(SDVariable x) {
    if (memory == 0) {
      return x;
    }
    SDVariable before = graph.placeHolder(state(blocks), DataType.FLOAT, -1, memory, width);
    SDVariable all = graph.concat(1, before, x);
    SDVariable last =
        graph.stridedSlice(
            all,
            new long[] {0, length, 0},
            new long[] {0, 0, 0},
            new long[] {1, 1, 1},
            5,
            7,
            0,
            0,
            0);
    Functions.stopGradient(last).rename(REMEMBERED + blocks);
    blocks++;
    return all;
  }

  /**
   * A mask of attention that hides what is not filled.
   *
   * @param bias what else is added to the scores, [B, H, T, M + T]
   */
  SDVariable hide(SDVariable bias) {
    if (memory == 0) {
      return bias;
    }
    double[] places = new double[memory + length];
    for (int i = 0; i < places.length; i++) {
      places[i] = i - memory;
    }
    SDVariable seen =
        graph.hasVariable(SEEN)
            ? graph.getVariable(SEEN)
            : graph.placeHolder(SEEN, DataType.FLOAT, -1);
    SDVariable at = graph.constant(Nd4j.createFromArray(places).castTo(DataType.FLOAT));
    SDVariable hidden = graph.expandDims(seen, 1).add(at).lt(0).castTo(DataType.FLOAT).mul(-1e9);
    return bias.add(hidden.reshape(-1, 1, 1, memory + length));
  }

  /** The graph of an output, with what is remembered as state. */
  Graph remembering(String output) {
    Map<String, String> states = new LinkedHashMap<>();
    for (int block = 0; block < blocks; block++) {
      states.put(state(block), REMEMBERED + block);
    }
    List<String> outputs = new ArrayList<>(List.of(output));
    outputs.addAll(states.values());
    return Remembering.of(GraphImport.of(graph).graph(outputs.toArray(String[]::new)), states);
  }
}
