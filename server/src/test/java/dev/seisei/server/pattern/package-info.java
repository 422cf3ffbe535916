/** A family whose models draw patterns without weights, and do on request what tests need. */
@NullMarked
package dev.seisei.server.pattern;

import org.jspecify.annotations.NullMarked;
