@NullMarked
package dev.seisei.data.table;

import org.jspecify.annotations.NullMarked;
