@NullMarked
package dev.seisei.gan.anogan;

import org.jspecify.annotations.NullMarked;
