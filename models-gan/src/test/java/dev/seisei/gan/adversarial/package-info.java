@NullMarked
package dev.seisei.gan.adversarial;

import org.jspecify.annotations.NullMarked;
