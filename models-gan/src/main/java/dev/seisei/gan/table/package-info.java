/** EfficientGAN over tables: rows that are unlike all that were learned, and new rows. */
@NullMarked
package dev.seisei.gan.table;

import org.jspecify.annotations.NullMarked;
