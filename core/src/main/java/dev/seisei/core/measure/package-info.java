/** Measures of opened models on datasets. */
@NullMarked
package dev.seisei.core.measure;

import org.jspecify.annotations.NullMarked;
