@NullMarked
package dev.seisei.gan.stylegan;

import org.jspecify.annotations.NullMarked;
