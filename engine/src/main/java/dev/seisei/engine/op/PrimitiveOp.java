package dev.seisei.engine.op;

import dev.seisei.engine.graph.Op;

/**
 * The closed set of operations that everything else is made of. Sealed, so that tests can enumerate
 * it: each has a reference kernel or a decomposition, and a proof.
 */
public sealed interface PrimitiveOp extends Op
    permits ArgReduce,
        Binary,
        Broadcast,
        Cast,
        Clip,
        Compare,
        Concat,
        Convolution,
        ConvolutionInputGradient,
        ConvolutionWeightGradient,
        Cumulative,
        Gather,
        Leaf,
        Logical,
        LogSoftmax,
        LogSoftmaxGradient,
        MatMul,
        Pad,
        Permute,
        Power,
        Random,
        Reduce,
        Reshape,
        Reverse,
        Scale,
        ScatterAdd,
        Select,
        Slice,
        Softmax,
        SoftmaxGradient,
        StopGradient,
        Unary,
        UnaryGradient {}
