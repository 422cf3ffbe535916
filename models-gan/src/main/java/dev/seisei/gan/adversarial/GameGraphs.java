package dev.seisei.gan.adversarial;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.samediff.GraphImport;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * The graphs of a game, whose inputs and outputs {@link GameGraph} names, with what its parameters
 * and states begin with.
 *
 * @param penalisedDiscriminator the discriminator's with penalties, if there are any
 * @param penalisedGenerator the generator's with penalties, if there are any
 */
public record GameGraphs(
    Graph discriminator,
    Optional<Graph> penalisedDiscriminator,
    Graph generator,
    Optional<Graph> penalisedGenerator,
    Map<String, Tensor> parameters,
    Map<String, Tensor> states) {

  /** Collects the graphs and what each was built over. */
  public static final class Builder {
    private final Map<String, Tensor> parameters = new LinkedHashMap<>();
    private final Map<String, Tensor> states = new LinkedHashMap<>();
    private @Nullable Graph discriminator;
    private @Nullable Graph penalisedDiscriminator;
    private @Nullable Graph generator;
    private @Nullable Graph penalisedGenerator;

    /** The discriminator's step. */
    public Builder discriminator(Graph graph, SameDiff source) {
      discriminator = taken(graph, source);
      return this;
    }

    /** The discriminator's step with penalties. */
    public Builder penalisedDiscriminator(Graph graph, SameDiff source) {
      penalisedDiscriminator = taken(graph, source);
      return this;
    }

    /** The generator's step. */
    public Builder generator(Graph graph, SameDiff source) {
      generator = taken(graph, source);
      return this;
    }

    /** The generator's step with penalties. */
    public Builder penalisedGenerator(Graph graph, SameDiff source) {
      penalisedGenerator = taken(graph, source);
      return this;
    }

    private Graph taken(Graph graph, SameDiff source) {
      GraphImport.parameters(source).forEach(parameters::putIfAbsent);
      GraphImport.states(source).forEach(states::putIfAbsent);
      return graph;
    }

    /** The graphs; both players' plain ones must have been given. */
    public GameGraphs build() {
      Graph judging = Objects.requireNonNull(discriminator, "discriminator");
      Graph making = Objects.requireNonNull(generator, "generator");
      return new GameGraphs(
          judging,
          Optional.ofNullable(penalisedDiscriminator),
          making,
          Optional.ofNullable(penalisedGenerator),
          parameters,
          states);
    }
  }
}
