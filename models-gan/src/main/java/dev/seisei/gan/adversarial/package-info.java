/** The game of generator and discriminator: its losses as graphs, its steps, its record. */
@NullMarked
package dev.seisei.gan.adversarial;

import org.jspecify.annotations.NullMarked;
