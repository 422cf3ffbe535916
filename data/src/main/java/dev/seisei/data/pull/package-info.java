/** Where models are pulled from: the hub, npm packages, addresses, files. */
@NullMarked
package dev.seisei.data.pull;

import org.jspecify.annotations.NullMarked;
