/** Where the server starts: its command, and its process. */
@NullMarked
package dev.seisei.server.command;

import org.jspecify.annotations.NullMarked;
