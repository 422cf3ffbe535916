package dev.seisei.benchmarks.gpt;

import static dev.seisei.benchmarks.gpt.GptWorkload.LAYER_NORM_EPSILON;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nn.Activations;
import dev.seisei.engine.nn.Attention;
import dev.seisei.engine.nn.CrossEntropy;
import dev.seisei.engine.nn.Norms;
import dev.seisei.engine.nn.Projections;
import dev.seisei.engine.optim.Optimizer;
import dev.seisei.engine.optim.Schedule;
import dev.seisei.engine.optim.Training;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.param.State;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.samediff.GraphImport;
import java.nio.IntBuffer;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** The GPT through this project's engine: the composites of {@code engine.nn} in one plan. */
public final class SeiseiPeer implements Peer {
  private final ParameterStore parameters;
  private final State state = new State();
  private final Plan plan;

  /** Builds the network and compiles its training step. */
  public SeiseiPeer(GptWorkload workload) {
    SameDiff graph = network(workload);
    parameters = ParameterStore.of(GraphImport.parameters(graph));
    Graph forward = GraphImport.of(graph).graph("loss");
    Graph training =
        Training.of(forward, "loss", parameters, state)
            .optimizer(
                new Optimizer.Adam(
                    GptWorkload.BETA1, GptWorkload.BETA2, GptWorkload.ADAM_EPSILON, false))
            .schedule(Schedule.constant(GptWorkload.LEARNING_RATE))
            .graph();
    plan = Plan.of(training).parameters(parameters).state(state).compile();
  }

  /** The network as a SameDiff graph, with the workload's initial weights and the output "loss". */
  public static SameDiff network(GptWorkload workload) {
    SameDiff sd = SameDiff.create();
    Map<String, float[]> weights = workload.initialWeights();
    for (GptWorkload.Parameter parameter : workload.parameters()) {
      float[] values = weights.getOrDefault(parameter.name(), new float[0]);
      sd.var(parameter.name(), Nd4j.create(values, parameter.dimensions(), 'c'));
    }
    int batch = workload.batch();
    int time = workload.context();
    int width = workload.width();
    int heads = workload.heads();
    int size = width / heads;
    SDVariable tokens = sd.placeHolder("tokens", DataType.INT32, batch, time);
    SDVariable targets = sd.placeHolder("targets", DataType.INT32, batch, time);
    SDVariable x = Projections.embedding(sd.getVariable("token.table"), tokens);
    x = x.add(sd.getVariable("position.table"));
    for (int layer = 0; layer < workload.layers(); layer++) {
      String block = GptWorkload.block(layer);
      SDVariable qkv = linear(sd, block + "attention.qkv", norm(sd, block + "norm1", x));
      SDVariable[] parts = sd.split(qkv, 3, 2);
      SDVariable[] split = new SDVariable[3];
      for (int i = 0; i < 3; i++) {
        split[i] = sd.permute(sd.reshape(parts[i], batch, time, heads, size), 0, 2, 1, 3);
      }
      SDVariable mixed =
          Attention.attention(
              split[0], split[1], split[2], Attention.Settings.of(heads, size).withCausal());
      mixed = sd.reshape(sd.permute(mixed, 0, 2, 1, 3), batch, time, width);
      x = x.add(linear(sd, block + "attention.out", mixed));
      SDVariable up = linear(sd, block + "mlp.up", norm(sd, block + "norm2", x));
      x = x.add(linear(sd, block + "mlp.down", Activations.geluTanh(up)));
    }
    SDVariable logits = Projections.linear(norm(sd, "norm", x), sd.getVariable("head.weight"));
    SDVariable losses =
        CrossEntropy.sparse(
            sd.reshape(logits, (long) batch * time, workload.vocabulary()),
            sd.reshape(targets, (long) batch * time),
            workload.vocabulary());
    losses.mean("loss");
    return sd;
  }

  private static SDVariable norm(SameDiff sd, String name, SDVariable x) {
    return Norms.layerNorm(
        x, sd.getVariable(name + ".gain"), sd.getVariable(name + ".bias"), LAYER_NORM_EPSILON);
  }

  private static SDVariable linear(SameDiff sd, String name, SDVariable x) {
    return Projections.linear(x, sd.getVariable(name + ".weight"), sd.getVariable(name + ".bias"));
  }

  /** The compiled training step. */
  public Plan plan() {
    return plan;
  }

  @Override
  public double step(int[][] tokens, int[][] targets) {
    fill(plan.input("tokens"), tokens);
    fill(plan.input("targets"), targets);
    plan.run();
    return plan.output("loss").getDouble(0);
  }

  private static void fill(Tensor tensor, int[][] rows) {
    IntBuffer buffer = tensor.bytes().asIntBuffer();
    for (int[] row : rows) {
      buffer.put(row);
    }
  }

  @Override
  public void close() {
    plan.close();
    parameters.close();
    state.close();
  }

  /** Makes the peer. */
  public static final class Factory implements PeerFactory {
    @Override
    public Peer open(GptWorkload workload, int threads) {
      return new SeiseiPeer(workload);
    }
  }
}
