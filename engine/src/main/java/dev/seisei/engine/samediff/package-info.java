/** Import of SameDiff graphs, and what is recorded beside one: composites, states, randomness. */
@NullMarked
package dev.seisei.engine.samediff;

import org.jspecify.annotations.NullMarked;
