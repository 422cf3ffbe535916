/**
 * A family, its trainer, data and measures, as small as they can be: images have one grey level.
 */
@NullMarked
package dev.seisei.cli.tiny;

import org.jspecify.annotations.NullMarked;
