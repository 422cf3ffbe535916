@NullMarked
package dev.seisei.transformer.bert;

import org.jspecify.annotations.NullMarked;
