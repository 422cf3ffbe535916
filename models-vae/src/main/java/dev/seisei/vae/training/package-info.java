/** Parts that the trainers here are composed of. */
@NullMarked
package dev.seisei.vae.training;

import org.jspecify.annotations.NullMarked;
