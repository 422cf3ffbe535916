package dev.seisei.core.model;

/**
 * A generator that works step by step, so that requests can join and leave while others are being
 * made: a generator of text, a token a step.
 *
 * @param <R> the record of its requests
 */
public interface SteppingGenerator<R extends Record> extends Generator<R> {
  /**
   * Begins a session. Cheap: a server ends a session when nobody is left in it and begins the next
   * one with the next request, so what takes time to make is the generator's.
   *
   * @throws IllegalStateException if one is open
   */
  Session<R> session();
}
