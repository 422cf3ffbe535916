/** The HTTP server; here its settings. */
@NullMarked
package dev.seisei.server;

import org.jspecify.annotations.NullMarked;
