/** How well detectors tell anomalous examples from normal ones. */
@NullMarked
package dev.seisei.evaluate.anomaly;

import org.jspecify.annotations.NullMarked;
