/** The models that are served: found, opened, described. */
@NullMarked
package dev.seisei.server.models;

import org.jspecify.annotations.NullMarked;
