/** What a kernel provider is asked and what it offers. */
@NullMarked
package dev.seisei.engine.kernel;

import org.jspecify.annotations.NullMarked;
