package dev.seisei.benchmarks.samediff;

import dev.seisei.engine.nn.ForwardingParams;
import dev.seisei.engine.nn.Initializer;
import dev.seisei.engine.nn.Params;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Weights that are used as the session is fast at: linear maps as products of matrices, embeddings
 * as products with one-hot rows (the gradient of {@code gather} is a loop).
 */
final class SessionParams extends ForwardingParams {
  SessionParams(Params inner) {
    super(inner);
  }

  @Override
  protected Params wrap(Params others) {
    return new SessionParams(others);
  }

  @Override
  public SDVariable linear(
      String name, SDVariable x, int in, int out, Initializer weight, @Nullable Initializer bias) {
    Params own = scope(name);
    SDVariable y = x.mmul(own.parameter("weight", weight, in, out));
    return bias == null ? y : y.add(own.parameter("bias", bias, out).reshape(1, out));
  }

  @Override
  public SDVariable embedding(
      String name, SDVariable ids, int count, int size, Initializer weight) {
    SDVariable table = scope(name).parameter("weight", weight, count, size);
    return graph().oneHot(ids, count, 1, 1, 0, DataType.FLOAT).mmul(table);
  }
}
