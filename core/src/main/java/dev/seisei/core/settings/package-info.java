/** Records as settings: binding, defaults, validation, JSON and its schema. */
@NullMarked
package dev.seisei.core.settings;

import org.jspecify.annotations.NullMarked;
