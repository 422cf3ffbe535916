/** Tests of measures of distributions of images: closed forms, naive definitions, fixtures. */
@NullMarked
package dev.seisei.evaluate.fidelity;

import org.jspecify.annotations.NullMarked;
