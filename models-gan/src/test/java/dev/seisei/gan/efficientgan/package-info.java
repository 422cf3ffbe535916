@NullMarked
package dev.seisei.gan.efficientgan;

import org.jspecify.annotations.NullMarked;
