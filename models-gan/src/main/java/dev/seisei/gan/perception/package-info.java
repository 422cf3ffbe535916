/** Pictures as a frozen network sees them, for the models that change pictures by it. */
@NullMarked
package dev.seisei.gan.perception;

import org.jspecify.annotations.NullMarked;
