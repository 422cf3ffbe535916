package dev.seisei.benchmarks.gpt;

/**
 * A GPT in training, on one of the sides that are compared.
 *
 * <p>It is used by one thread, the one that opened it.
 */
public interface Peer extends AutoCloseable {

  /**
   * Trains one step: forward, backward and Adam's update of all parameters.
   *
   * @param tokens what goes in, {@code [batch][context]}
   * @param targets what should come out, {@code [batch][context]}
   * @return the loss before the update, in nats
   */
  double step(int[][] tokens, int[][] targets);

  /** Frees what the peer holds. */
  @Override
  void close();
}
