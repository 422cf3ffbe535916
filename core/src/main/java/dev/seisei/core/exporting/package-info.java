/** Models written for other programs. */
@NullMarked
package dev.seisei.core.exporting;

import org.jspecify.annotations.NullMarked;
