package dev.seisei.engine.kernel;

/** A computation bound to memory. Run by one thread at a time; allocates nothing. */
@FunctionalInterface
public interface Kernel extends AutoCloseable {
  void run();

  @Override
  default void close() {}
}
