@NullMarked
package dev.seisei.gan.dcgan;

import org.jspecify.annotations.NullMarked;
