/** What generators make, and how it is written to files. */
@NullMarked
package dev.seisei.core.sample;

import org.jspecify.annotations.NullMarked;
