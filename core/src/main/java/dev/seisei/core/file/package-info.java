/** Files that are written whole or not at all, and what went wrong with files, in words. */
@NullMarked
package dev.seisei.core.file;

import org.jspecify.annotations.NullMarked;
