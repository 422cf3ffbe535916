@NullMarked
package dev.seisei.gan.table;

import org.jspecify.annotations.NullMarked;
