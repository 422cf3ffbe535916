@NullMarked
package dev.seisei.transformer.decoding;

import org.jspecify.annotations.NullMarked;
