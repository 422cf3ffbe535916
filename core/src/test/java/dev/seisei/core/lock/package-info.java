/** Tests of the locks among processes. */
@NullMarked
package dev.seisei.core.lock;

import org.jspecify.annotations.NullMarked;
