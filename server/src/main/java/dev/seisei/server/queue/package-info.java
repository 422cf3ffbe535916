/**
 * Requests wait here for the one thread that computes on a device, and run together where they can.
 */
@NullMarked
package dev.seisei.server.queue;

import org.jspecify.annotations.NullMarked;
