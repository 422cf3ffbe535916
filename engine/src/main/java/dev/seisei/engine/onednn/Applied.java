package dev.seisei.engine.onednn;

import dev.seisei.engine.graph.Op;
import org.jspecify.annotations.Nullable;

/** A post-operation with its second operand, if it takes one. */
record Applied(Op op, @Nullable Arg operand) {}
