package dev.seisei.gan.adversarial;

import dev.seisei.engine.plan.Precision;

/**
 * How a game is trained, whatever the family calls its settings.
 *
 * @param epochs passes over the training examples, unless a length is given
 * @param batchSize examples a step, of each kind
 * @param reportEvery steps between points of the curve
 * @param sampleEvery steps between grids of samples
 * @param saveSeconds seconds between saves; 0 saves after every step
 */
public record Play(
    int epochs,
    int batchSize,
    Game game,
    Rates rates,
    int reportEvery,
    int sampleEvery,
    double saveSeconds,
    Precision precision) {}
