package dev.seisei.engine.plan;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nn.Activations;
import dev.seisei.engine.nn.Attention;
import dev.seisei.engine.nn.BatchNorm;
import dev.seisei.engine.nn.Dropout;
import dev.seisei.engine.nn.GraphParams;
import dev.seisei.engine.nn.Initializer;
import dev.seisei.engine.nn.Initializers;
import dev.seisei.engine.nn.Kernel;
import dev.seisei.engine.nn.Norms;
import dev.seisei.engine.nn.Params;
import dev.seisei.engine.nn.Recurrent;
import dev.seisei.engine.optim.Optimizer;
import dev.seisei.engine.optim.Schedule;
import dev.seisei.engine.optim.Training;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.param.State;
import dev.seisei.engine.samediff.GraphImport;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** A training step of a small network, with parameters and state of its own. */
final class Network implements AutoCloseable {
  private static final Initializer WEIGHT = Initializers.normal(0.2);

  private final ParameterStore store;
  private final State state = new State();
  private final Graph graph;

  private Network(long[] inputShape, BiFunction<Params, SDVariable, SDVariable> body) {
    SameDiff source = SameDiff.create();
    SDVariable x = source.placeHolder("x", DataType.FLOAT, inputShape);
    SDVariable y = body.apply(new GraphParams(source, 1), x);
    SDVariable loss = source.math().square(y.sub(0.5)).mean().rename("loss");
    Map<String, Tensor> initial = GraphImport.parameters(source);
    store = ParameterStore.of(initial);
    initial.values().forEach(Tensor::close);
    GraphImport.states(source).forEach(state::set);
    state.set(GraphImport.RANDOM_KEY, Tensor.of(new long[] {5, 0}, 2));
    graph =
        Training.of(GraphImport.of(source).graph(loss.name()), "loss", store, state)
            .optimizer(Optimizer.Adam.standard())
            .schedule(Schedule.constant(1e-3))
            .graph();
  }

  /** Rows of 32 through layers of tanh, with dropout after every third if it is asked for. */
  static Network mlp(int depth, int rows, boolean dropout) {
    return new Network(
        new long[] {rows, 32},
        (params, x) -> {
          SDVariable h = x;
          for (int i = 0; i < depth; i++) {
            h = params.linear("layer" + i, h, 32, 32, WEIGHT, Initializers.zeros());
            h = x.getSameDiff().math().tanh(h);
            h = dropout && i % 3 == 2 ? Dropout.dropout(h, 0.1) : h;
          }
          return h;
        });
  }

  /** Pre-norm blocks of causal attention and an MLP with GELU: 8 sequences of 32, 32 wide. */
  static Network transformer(int depth) {
    return new Network(
        new long[] {8 * 32, 32},
        (params, x) -> {
          SDVariable h = x;
          for (int i = 0; i < depth; i++) {
            Params own = params.scope("block" + i);
            h = h.add(attention(own, norm(own, "norm0", h)));
            SDVariable up = own.linear("up", norm(own, "norm1", h), 32, 128, WEIGHT, null);
            SDVariable down = own.linear("down", Activations.geluTanh(up), 128, 32, WEIGHT, null);
            h = h.add(Dropout.dropout(down, 0.1));
          }
          return norm(params, "norm", h);
        });
  }

  private static SDVariable norm(Params params, String name, SDVariable x) {
    Params own = params.scope(name);
    return Norms.layerNorm(
        x,
        own.parameter("gain", Initializers.ones(), 32),
        own.parameter("shift", Initializers.zeros(), 32),
        1e-5);
  }

  private static SDVariable attention(Params own, SDVariable x) {
    SameDiff graph = own.graph();
    SDVariable qkv = own.linear("qkv", x, 32, 96, WEIGHT, null);
    SDVariable[] parts = graph.split(qkv, 3, 1);
    UnaryOperator<SDVariable> heads = rows -> graph.permute(rows.reshape(8, 32, 4, 8), 0, 2, 1, 3);
    SDVariable mixed =
        Attention.attention(
            heads.apply(parts[0]),
            heads.apply(parts[1]),
            heads.apply(parts[2]),
            Attention.Settings.of(4, 8).withCausal());
    SDVariable joined = graph.permute(mixed, 0, 2, 1, 3).reshape(8 * 32, 32);
    return own.linear("out", joined, 32, 32, WEIGHT, null);
  }

  /** Residual blocks of a 3×3 convolution, batch norm and ReLU: 8 images of 16×16, 16 channels. */
  static Network convolutional(int depth) {
    return new Network(
        new long[] {8, 16, 16, 16},
        (params, x) -> {
          SDVariable h = x;
          for (int i = 0; i < depth; i++) {
            Params own = params.scope("block" + i);
            SDVariable c = own.conv2d("conv", h, 16, 16, Kernel.of(3).withPadding(1), false);
            SDVariable n =
                BatchNorm.training(
                    c,
                    own.parameter("gain", Initializers.ones(), 16),
                    own.parameter("shift", Initializers.zeros(), 16),
                    own.state("mean", Initializers.zeros(), 16),
                    own.state("variance", Initializers.ones(), 16),
                    0.1,
                    1e-5);
            h = h.add(x.getSameDiff().nn().relu(n, 0));
          }
          return h;
        });
  }

  /** Two layers of LSTM over 16 steps of 32 features. */
  static Network recurrent() {
    return new Network(
        new long[] {16, 16, 32},
        (params, x) -> {
          SDVariable h = x;
          for (int i = 0; i < 2; i++) {
            Params own = params.scope("layer" + i);
            h =
                Recurrent.lstm(
                        h,
                        16,
                        new Recurrent.LstmWeights(
                            own.parameter("input", WEIGHT, 32, 128),
                            own.parameter("recurrent", WEIGHT, 32, 128),
                            own.parameter("bias", Initializers.zeros(), 128)),
                        null,
                        null)
                    .outputs();
          }
          return h;
        });
  }

  /** A plan of the training step. */
  Plan plan(UnaryOperator<PlanBuilder> settings) {
    return settings.apply(Plan.of(graph).parameters(store).state(state)).compile();
  }

  /** Fills the inputs with numbers that look random. */
  void fill(Plan plan) {
    Tensor x = plan.input("x");
    for (long i = 0; i < x.elements(); i++) {
      x.setDouble(i, Math.sin(0.7 * i * i + 0.3 * i));
    }
  }

  ParameterStore store() {
    return store;
  }

  State state() {
    return state;
  }

  @Override
  public void close() {
    store.close();
    state.close();
  }
}
