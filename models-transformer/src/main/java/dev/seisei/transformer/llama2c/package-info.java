/** The files of weights that llama2.c reads. */
@NullMarked
package dev.seisei.transformer.llama2c;

import org.jspecify.annotations.NullMarked;
