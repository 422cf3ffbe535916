/**
 * Optimizers, learning-rate schedules, clipping and averaging, as operations of the training graph:
 * their slots and counters are state like any other.
 */
@NullMarked
package dev.seisei.engine.optim;

import org.jspecify.annotations.NullMarked;
