/** The command that starts the server. */
@NullMarked
package dev.seisei.server.command;

import org.jspecify.annotations.NullMarked;
