package dev.seisei.benchmarks.workload;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nn.GraphParams;
import dev.seisei.engine.optim.Schedule;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.param.State;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.plan.Precision;
import dev.seisei.engine.samediff.GraphImport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** A workload on this project's engine: its plans, with their parameters and states. */
public final class Compiled implements AutoCloseable {
  private static final String INFERENCE = "result";

  private final ParameterStore parameters;
  private final State state = new State();
  private final List<Plan> plans = new ArrayList<>();
  private final List<Tensor> results = new ArrayList<>();

  private Compiled(Map<String, Graph> graphs, List<SameDiff> sources, Builder builder) {
    Map<String, Tensor> initial = new LinkedHashMap<>();
    sources.forEach(source -> initial.putAll(GraphImport.parameters(source)));
    parameters = ParameterStore.of(initial);
    initial.values().forEach(Tensor::close);
    for (SameDiff source : sources) {
      GraphImport.states(source).forEach(state::set);
    }
    graphs.forEach(
        (output, graph) -> {
          Plan plan = builder.plan(output, graph, parameters, state);
          plans.add(plan);
          results.add(plan.output(output));
        });
  }

  /** What a network's parameters and states begin with, by name; the caller closes it. */
  public static Map<String, Tensor> initial(Workload workload) {
    Map<String, Tensor> initial = new LinkedHashMap<>();
    for (Objective objective : workload.objectives()) {
      SameDiff source = SameDiff.create();
      workload.loss(objective, new GraphParams(source, Training.SEED), new EngineLayers());
      initial.putAll(GraphImport.parameters(source));
      initial.putAll(GraphImport.states(source));
    }
    return initial;
  }

  private interface Builder {
    Plan plan(String output, Graph graph, ParameterStore parameters, State state);
  }

  /** Compiles a training step: a plan for each objective. */
  public static Compiled training(Workload workload, Precision precision) {
    Map<String, Objective> objectives = new LinkedHashMap<>();
    Map<String, Graph> graphs = new LinkedHashMap<>();
    List<SameDiff> sources = new ArrayList<>();
    for (Objective objective : workload.objectives()) {
      SameDiff source = SameDiff.create();
      SDVariable loss =
          workload.loss(objective, new GraphParams(source, Training.SEED), new EngineLayers());
      loss.rename(objective.name());
      sources.add(source);
      objectives.put(objective.name(), objective);
      graphs.put(objective.name(), GraphImport.of(source).graph(objective.name()));
    }
    return new Compiled(
        graphs,
        sources,
        (output, graph, parameters, state) -> {
          Objective objective = objectives.getOrDefault(output, Objective.LOSS);
          Graph step =
              dev.seisei.engine.optim.Training.of(graph, output, parameters, state)
                  .name(output)
                  .trainable(objective::trains)
                  .optimizer(Training.optimizer())
                  .schedule(Schedule.constant(Training.LEARNING_RATE))
                  .graph();
          return Plan.of(step).parameters(parameters).state(state).precision(precision).compile();
        });
  }

  /** Compiles inference: one plan. */
  public static Compiled inference(Workload workload, Precision precision) {
    SameDiff source = SameDiff.create();
    workload
        .inference(new GraphParams(source, Training.SEED), new EngineLayers())
        .rename(INFERENCE);
    return new Compiled(
        Map.of(INFERENCE, GraphImport.of(source).graph(INFERENCE)),
        List.of(source),
        (output, graph, parameters, state) ->
            Plan.of(graph).parameters(parameters).state(state).precision(precision).compile());
  }

  /** Copies what the plans take of a batch into their inputs. */
  public void fill(Batch batch) {
    for (Plan plan : plans) {
      for (String input : plan.inputs()) {
        plan.input(input).copyFrom(batch.get(input));
      }
    }
  }

  /** Runs all plans once, in order. */
  public void run() {
    plans.forEach(Plan::run);
  }

  /** What the last run gave: the losses of a training step in order, or what inference computes. */
  public List<Tensor> results() {
    return results;
  }

  /** The plans, in order. */
  public List<Plan> plans() {
    return plans;
  }

  /**
   * Whether the plans hold numbers in bfloat16. Those compiled for it do not where the processor
   * has no instructions for it; the plans are asked, because they alone know what they do.
   */
  public boolean holdsBfloat16() {
    return plans.stream().anyMatch(plan -> plan.explain().contains("BF16"));
  }

  /** The parameters, which training changes. */
  public ParameterStore parameters() {
    return parameters;
  }

  /** Running statistics, and what the optimizer remembers. */
  public State state() {
    return state;
  }

  @Override
  public void close() {
    plans.forEach(Plan::close);
    parameters.close();
    state.close();
  }
}
