package dev.seisei.gan.adversarial;

import dev.seisei.core.train.TrainingState;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.param.State;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.random.RandomNumbers;
import java.nio.IntBuffer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The generator in training as it would be if it were opened now: with averaged weights, and batch
 * statistics that belong to these, found anew over many batches.
 *
 * <p>Source of the statistics: Brock, Donahue and Simonyan, 2019, arXiv 1809.11096, appendix C.1,
 * there called standing statistics.
 *
 * <p>Not thread-safe.
 */
public final class AveragedGenerator implements AutoCloseable {
  /**
   * With a momentum of 0.1, what the statistics began with weighs less than half a percent then.
   */
  private static final int BATCHES = 60;

  private static final int SIZE = 64;
  private static final int STREAM = 0x7374616E;

  private final TrainingState training;
  private final State state;
  private final Plan plan;

  /** What the statistics begin with, every time. */
  private final Map<String, Tensor> statistics;

  /** The parameters of the opened model: the generator's, and what else its functions read. */
  private final Set<String> read = new HashSet<>();

  private final int latentDim;
  private final int classes;

  /**
   * Of a game's generator, with the training's averaged weights, and its discriminator as it is.
   */
  public AveragedGenerator(Contest contest, TrainingState training) {
    this.training = training;
    this.statistics = contest.standing().statistics();
    this.latentDim = contest.latentDim();
    this.classes = contest.classes();
    for (Graph function : contest.functions().values()) {
      for (Node node : function.nodes()) {
        if (node.op() instanceof Leaf.Parameter parameter) {
          read.add(parameter.key());
        }
      }
    }
    state = new State(training.device());
    statistics.forEach(state::set);
    plan =
        Plan.of(contest.standing().graph())
            .parameters(training.averaged())
            .state(state)
            .device(training.device())
            .bind("batch", SIZE)
            .compile();
  }

  /** The weights, by name: what an opened model reads. */
  public Map<String, Tensor> weights() {
    Rates.average(training);
    Map<String, Tensor> weights = new LinkedHashMap<>();
    for (String name : training.averaged().names()) {
      if (read.contains(name)) {
        weights.put(name, training.averaged().get(name).copy());
      }
    }
    if (!statistics.isEmpty()) {
      stand();
      statistics.keySet().forEach(name -> weights.put(name, state.get(name).copy()));
    }
    return weights;
  }

  private void stand() {
    statistics.forEach(state::set);
    float[] z = new float[SIZE * latentDim];
    for (int batch = 0; batch < BATCHES; batch++) {
      new RandomNumbers(0, batch, STREAM).normal(z);
      plan.input(GameGraph.Z).bytes().asFloatBuffer().put(z);
      if (classes > 0) {
        IntBuffer labels = plan.input(GameGraph.LABEL).bytes().asIntBuffer();
        for (int i = 0; i < SIZE; i++) {
          labels.put((batch * SIZE + i) % classes);
        }
      }
      plan.run();
    }
  }

  @Override
  public void close() {
    plan.close();
    state.close();
  }
}
