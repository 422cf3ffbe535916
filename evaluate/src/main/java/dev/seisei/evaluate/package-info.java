/** Measures of generators on datasets. */
@NullMarked
package dev.seisei.evaluate;

import org.jspecify.annotations.NullMarked;
