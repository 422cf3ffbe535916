package dev.seisei.transformer.decoder;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nn.GraphParams;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.samediff.GraphImport;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** The scores of all tokens of one sequence, as training and scoring compute them. */
public final class SequenceLogits implements AutoCloseable {
  private final Plan plan;

  private SequenceLogits(Plan plan) {
    this.plan = plan;
  }

  /** Where the weights of a graph come from, given their initial values. */
  public interface Weights {
    /** The store. */
    ParameterStore of(Map<String, Tensor> initial, Graph graph);
  }

  /** A plan of sequences of a length. */
  public static <C extends Record> SequenceLogits of(
      DecoderGraph<C> architecture, C config, int length, Weights weights) {
    SameDiff graph = SameDiff.create();
    GraphParams params = new GraphParams(graph, 1);
    SDVariable ids = graph.placeHolder("ids", DataType.INT32, -1, length);
    SDVariable features =
        architecture.features(config, params, ids, WholeSequences.of(graph, length, 0));
    architecture.logits(config, params, features).rename("logits");
    Graph built = GraphImport.of(graph).graph("logits");
    return new SequenceLogits(
        Plan.of(built)
            .parameters(weights.of(GraphImport.parameters(graph), built))
            .bind("batch", 1)
            .compile());
  }

  /** All scores, one token's after another's. */
  public float[] run(int... ids) {
    plan.input("ids").bytes().asIntBuffer().put(ids);
    plan.run();
    float[] logits = new float[Math.toIntExact(plan.output("logits").elements())];
    plan.output("logits").bytes().asFloatBuffer().get(logits);
    return logits;
  }

  @Override
  public void close() {
    plan.close();
  }
}
