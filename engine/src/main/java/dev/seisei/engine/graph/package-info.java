/** The immutable form of a computation: values, nodes, symbolic dimensions. */
@NullMarked
package dev.seisei.engine.graph;

import org.jspecify.annotations.NullMarked;
