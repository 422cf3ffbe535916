/** What models learn from, and how it is found by name. */
@NullMarked
package dev.seisei.core.dataset;

import org.jspecify.annotations.NullMarked;
