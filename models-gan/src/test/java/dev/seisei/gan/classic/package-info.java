@NullMarked
package dev.seisei.gan.classic;

import org.jspecify.annotations.NullMarked;
