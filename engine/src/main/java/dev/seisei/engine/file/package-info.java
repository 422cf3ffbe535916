/** Graphs as files: written once a model is trained, read without building it anew. */
@NullMarked
package dev.seisei.engine.file;

import org.jspecify.annotations.NullMarked;
