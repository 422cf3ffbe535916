/** The adversarial family: a package a paper. */
@NullMarked
package dev.seisei.gan;

import org.jspecify.annotations.NullMarked;
