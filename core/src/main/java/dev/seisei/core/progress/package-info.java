/** How long work reports on itself, and how it is stopped. */
@NullMarked
package dev.seisei.core.progress;

import org.jspecify.annotations.NullMarked;
