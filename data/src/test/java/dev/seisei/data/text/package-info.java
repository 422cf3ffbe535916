@NullMarked
package dev.seisei.data.text;

import org.jspecify.annotations.NullMarked;
