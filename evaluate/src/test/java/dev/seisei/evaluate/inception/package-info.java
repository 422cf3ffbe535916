/** Tests of the Inception network beside PyTorch's. */
@NullMarked
package dev.seisei.evaluate.inception;

import org.jspecify.annotations.NullMarked;
