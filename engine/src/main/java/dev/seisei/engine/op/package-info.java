/** Every operation that a graph can hold, with its shape rule and its gradient rule. */
@NullMarked
package dev.seisei.engine.op;

import org.jspecify.annotations.NullMarked;
