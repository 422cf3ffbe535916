/** Datasets of images: the registered ones, their cache, and folders of pictures. */
@NullMarked
package dev.seisei.data.image;

import org.jspecify.annotations.NullMarked;
