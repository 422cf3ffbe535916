/** Families of models, and opened models that generate. */
@NullMarked
package dev.seisei.core.model;

import org.jspecify.annotations.NullMarked;
