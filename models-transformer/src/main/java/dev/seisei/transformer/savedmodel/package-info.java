/** The variables of TensorFlow's SavedModel, read without TensorFlow. */
@NullMarked
package dev.seisei.transformer.savedmodel;

import org.jspecify.annotations.NullMarked;
