/** How fast text is written, token by token, beside other programs that write it. */
@NullMarked
package dev.seisei.benchmarks.decode;

import org.jspecify.annotations.NullMarked;
