/** Says which tokens may come next, so that a text keeps to a grammar or a JSON schema. */
@NullMarked
package dev.seisei.text.grammar;

import org.jspecify.annotations.NullMarked;
