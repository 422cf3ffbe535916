/** What the tests of every family of models share: its contract, and small trainings. */
@NullMarked
package dev.seisei.testkit;

import org.jspecify.annotations.NullMarked;
