/** Tests of DeepDream. */
@NullMarked
package dev.seisei.gan.deepdream;

import org.jspecify.annotations.NullMarked;
