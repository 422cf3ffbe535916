/** Finding what is unlike all that a generator learned: requests, pictures and scores. */
@NullMarked
package dev.seisei.gan.anomaly;

import org.jspecify.annotations.NullMarked;
