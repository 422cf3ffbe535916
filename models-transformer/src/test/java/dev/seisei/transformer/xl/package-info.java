@NullMarked
package dev.seisei.transformer.xl;

import org.jspecify.annotations.NullMarked;
