/** A convolutional classifier of images, whose features measures compare images by. */
@NullMarked
package dev.seisei.evaluate.classifier;

import org.jspecify.annotations.NullMarked;
