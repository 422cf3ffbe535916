@NullMarked
package dev.seisei.gan.cyclegan;

import org.jspecify.annotations.NullMarked;
