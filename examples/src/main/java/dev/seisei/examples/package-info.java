/** Small programs to read and run: each shows one thing that Seisei does. */
@NullMarked
package dev.seisei.examples;

import org.jspecify.annotations.NullMarked;
