/**
 * The same networks on several sides, each in a process of its own, in turns.
 *
 * <p>A {@link dev.seisei.benchmarks.peers.Backend} computes networks; a {@link
 * dev.seisei.benchmarks.peers.SideProcess} measures one of them in a process of its own, told what
 * to do by a {@link dev.seisei.benchmarks.peers.RunningSide}; a {@link
 * dev.seisei.benchmarks.peers.Comparison} lets several of these take turns.
 */
@NullMarked
package dev.seisei.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
