/** The HTTP endpoints, and what they say when something is wrong. */
@NullMarked
package dev.seisei.server.http;

import org.jspecify.annotations.NullMarked;
