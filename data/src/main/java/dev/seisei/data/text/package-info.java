/** Text as data: files, and books and sentences known by name. */
@NullMarked
package dev.seisei.data.text;

import org.jspecify.annotations.NullMarked;
