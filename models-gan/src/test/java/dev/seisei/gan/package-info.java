/** What the tests of the families share. */
@NullMarked
package dev.seisei.gan;

import org.jspecify.annotations.NullMarked;
