/** Networks that see what is in data, and that stay as they are. */
@NullMarked
package dev.seisei.core.features;

import org.jspecify.annotations.NullMarked;
