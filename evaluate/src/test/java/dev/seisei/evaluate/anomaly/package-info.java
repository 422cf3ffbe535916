@NullMarked
package dev.seisei.evaluate.anomaly;

import org.jspecify.annotations.NullMarked;
