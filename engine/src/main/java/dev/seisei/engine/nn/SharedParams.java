package dev.seisei.engine.nn;

import java.util.HashMap;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Parameters that are made when they are first asked for, and shared from then on: for a network
 * that is called several times in one graph. Other wrappers go around this, not into it.
 */
public final class SharedParams implements Params {
  private final Params inner;
  private final Map<String, SDVariable> made;

  /** Shares what is made of the given parameters from here on. */
  public SharedParams(Params inner) {
    this(inner, new HashMap<>());
  }

  private SharedParams(Params inner, Map<String, SDVariable> made) {
    this.inner = inner;
    this.made = made;
  }

  @Override
  public SameDiff graph() {
    return inner.graph();
  }

  @Override
  public String path(String name) {
    return inner.path(name);
  }

  @Override
  public Params scope(String name) {
    return new SharedParams(inner.scope(name), made);
  }

  @Override
  public SDVariable parameter(String name, Initializer initializer, long... shape) {
    return made.computeIfAbsent(path(name), path -> inner.parameter(name, initializer, shape));
  }

  @Override
  public SDVariable state(String name, Initializer initializer, long... shape) {
    return made.computeIfAbsent(path(name), path -> inner.state(name, initializer, shape));
  }

  @Override
  public SDVariable existing(String name) {
    return inner.existing(name);
  }

  @Override
  public boolean trainable(String parameter) {
    return inner.trainable(parameter);
  }
}
