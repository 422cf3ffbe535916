/** A family that tells the text it was made of, word by word, and formats that hold such a text. */
@NullMarked
package dev.seisei.cli.teller;

import org.jspecify.annotations.NullMarked;
