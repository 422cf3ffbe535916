/** Training a family on a dataset, into a folder. */
@NullMarked
package dev.seisei.core.train;

import org.jspecify.annotations.NullMarked;
