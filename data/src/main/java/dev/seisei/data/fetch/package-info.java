/** Bringing files from public addresses, whole and checked or not at all. */
@NullMarked
package dev.seisei.data.fetch;

import org.jspecify.annotations.NullMarked;
