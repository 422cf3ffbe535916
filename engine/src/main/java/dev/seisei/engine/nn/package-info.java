/**
 * Blocks that three models share, written in SameDiff: composites with their decompositions, and
 * where their weights come from.
 *
 * <ul>
 *   <li>{@link dev.seisei.engine.nn.Params}: weights, and the projections that use them; {@link
 *       dev.seisei.engine.nn.GraphParams}, {@link dev.seisei.engine.nn.Initializers}, {@link
 *       dev.seisei.engine.nn.FrozenParams}, {@link dev.seisei.engine.nn.LoraParams}
 *   <li>{@link dev.seisei.engine.nn.Projections}: linear maps, embeddings; {@link
 *       dev.seisei.engine.nn.Convolutions}; {@link dev.seisei.engine.nn.Resampling}
 *   <li>{@link dev.seisei.engine.nn.Norms}: layer, RMS and group norm; {@link
 *       dev.seisei.engine.nn.BatchNorm}; {@link dev.seisei.engine.nn.SpectralNorm}
 *   <li>{@link dev.seisei.engine.nn.Activations}; {@link dev.seisei.engine.nn.Dropout}; {@link
 *       dev.seisei.engine.nn.CrossEntropy}; {@link dev.seisei.engine.nn.Functions}
 *   <li>{@link dev.seisei.engine.nn.Attention}; {@link dev.seisei.engine.nn.Rotary}; {@link
 *       dev.seisei.engine.nn.Recurrent}: LSTM, GRU
 *   <li>{@link dev.seisei.engine.nn.Composites}: all types
 * </ul>
 *
 * <p>A composite is an operation defined by its decomposition into plain SameDiff operations, which
 * SameDiff's own session can run; a kernel provider may claim it whole. In shapes, N and B are the
 * batch, T is time, C channels; batch and time may be open (-1).
 */
@NullMarked
package dev.seisei.engine.nn;

import org.jspecify.annotations.NullMarked;
