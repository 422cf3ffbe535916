/** The border to ND4J's arrays; whoever does not cross it does not start ND4J. */
@NullMarked
package dev.seisei.engine.nd4j;

import org.jspecify.annotations.NullMarked;
