/** The IDX file format, in which MNIST is published. */
@NullMarked
package dev.seisei.data.idx;

import org.jspecify.annotations.NullMarked;
