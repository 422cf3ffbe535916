/** Between text and the numbers that models of text read and write. */
@NullMarked
package dev.seisei.text.tokenizer;

import org.jspecify.annotations.NullMarked;
