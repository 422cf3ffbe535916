/** Tests of the measures, on a model whose likelihood is known. */
@NullMarked
package dev.seisei.evaluate;

import org.jspecify.annotations.NullMarked;
