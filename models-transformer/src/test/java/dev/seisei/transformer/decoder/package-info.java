@NullMarked
package dev.seisei.transformer.decoder;

import org.jspecify.annotations.NullMarked;
