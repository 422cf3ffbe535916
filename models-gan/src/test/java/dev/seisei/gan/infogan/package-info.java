@NullMarked
package dev.seisei.gan.infogan;

import org.jspecify.annotations.NullMarked;
