/** Where parameters and state live between runs. */
@NullMarked
package dev.seisei.engine.param;

import org.jspecify.annotations.NullMarked;
