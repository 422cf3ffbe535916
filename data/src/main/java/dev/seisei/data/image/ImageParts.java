package dev.seisei.data.image;

import dev.seisei.core.dataset.ImageSet;

/** A training and a test part. */
record ImageParts(ImageSet train, ImageSet test) {}
