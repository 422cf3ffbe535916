/** What the transformers share; each has a package of its own. */
@NullMarked
package dev.seisei.transformer;

import org.jspecify.annotations.NullMarked;
