package dev.seisei.engine.nn;

import java.util.function.Predicate;

/**
 * Parameters of which some are not trained. The graph is the same; training asks {@link
 * #trainable}.
 */
public final class FrozenParams extends ForwardingParams {
  private final Predicate<String> frozen;

  /**
   * Freezes some of the given parameters.
   *
   * @param frozen accepts the full names of those that stay as they are
   */
  public FrozenParams(Params inner, Predicate<String> frozen) {
    super(inner);
    this.frozen = frozen;
  }

  @Override
  protected Params wrap(Params others) {
    return new FrozenParams(others, frozen);
  }

  @Override
  public boolean trainable(String parameter) {
    return !frozen.test(parameter) && super.trainable(parameter);
  }
}
