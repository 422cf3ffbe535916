/** Datasets by name or path, and what turns them into batches: order, parts, binarisation. */
@NullMarked
package dev.seisei.data;

import org.jspecify.annotations.NullMarked;
