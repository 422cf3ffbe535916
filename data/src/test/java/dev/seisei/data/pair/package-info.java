@NullMarked
package dev.seisei.data.pair;

import org.jspecify.annotations.NullMarked;
