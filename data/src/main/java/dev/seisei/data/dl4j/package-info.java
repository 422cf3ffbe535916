/** Deeplearning4j's dataset iterators as datasets, and datasets as its iterators. */
@NullMarked
package dev.seisei.data.dl4j;

import org.jspecify.annotations.NullMarked;
