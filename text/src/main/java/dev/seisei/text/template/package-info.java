/** Chat templates: an interpreter of the part of Jinja that they use. */
@NullMarked
package dev.seisei.text.template;

import org.jspecify.annotations.NullMarked;
