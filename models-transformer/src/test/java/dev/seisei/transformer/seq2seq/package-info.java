@NullMarked
package dev.seisei.transformer.seq2seq;

import org.jspecify.annotations.NullMarked;
