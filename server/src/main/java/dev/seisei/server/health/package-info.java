/** What the server says of its own health. */
@NullMarked
package dev.seisei.server.health;

import org.jspecify.annotations.NullMarked;
