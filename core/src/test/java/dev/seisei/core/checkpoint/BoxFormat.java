package dev.seisei.core.checkpoint;

import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Tensor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Files that hold one number, which is the configuration of a model and its only weight. */
public final class BoxFormat implements ModelFormat {
  @Override
  public String ending() {
    return "box";
  }

  @Override
  public String description() {
    return "a number";
  }

  @Override
  public ModelFile open(Path file) {
    String text = new String(Reading.all(file, 100), StandardCharsets.UTF_8).strip();
    double number;
    try {
      number = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(file + ": \"" + text + "\" is no number", e);
    }
    return new Box(file, number);
  }

  private record Box(Path file, double number) implements ModelFile, TensorSource {
    @Override
    public String modelType() {
      return "constant";
    }

    @Override
    public Map<String, Object> config() {
      return Map.of("number", number);
    }

    @Override
    public TensorSource weights() {
      return this;
    }

    @Override
    public ModelCard card() {
      return new ModelCard(Map.of(), "The number " + number);
    }

    @Override
    public <T> Optional<T> part(Class<T> type) {
      return type == Double.class ? Optional.of(type.cast(number)) : Optional.empty();
    }

    @Override
    public Set<String> names() {
      return Set.of("number");
    }

    @Override
    public long[] shape(String name) {
      return new long[] {1};
    }

    @Override
    public DType dtype(String name) {
      return DType.F32;
    }

    @Override
    public Map<String, Tensor> read(Collection<String> names) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      names.forEach(name -> tensors.put(name, Tensor.of(new float[] {(float) number}, 1)));
      return tensors;
    }
  }
}
