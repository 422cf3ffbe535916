/**
 * Writing token by token: what a model computed of a text is remembered in pages, and texts join
 * and leave between steps.
 */
@NullMarked
package dev.seisei.transformer.decoding;

import org.jspecify.annotations.NullMarked;
