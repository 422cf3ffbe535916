/** How near the images of a model are to those of a dataset, as distributions. */
@NullMarked
package dev.seisei.evaluate.fidelity;

import org.jspecify.annotations.NullMarked;
