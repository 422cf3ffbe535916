/**
 * The variational autoencoder and its relatives that share its network: with β, with classes, with
 * importance-weighted training.
 */
@NullMarked
package dev.seisei.vae;

import org.jspecify.annotations.NullMarked;
