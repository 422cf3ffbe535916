/** Random numbers that depend on a seed, a step, a stream and a position, and on nothing else. */
@NullMarked
package dev.seisei.engine.random;

import org.jspecify.annotations.NullMarked;
