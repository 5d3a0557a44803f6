// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * Turns bytes from strangers into pixels, within limits. Enter at {@link io.shelver.image.DecodedPictures}, or, if
 * links are followed, at {@link io.shelver.image.FetchedPictures}. {@link io.shelver.image.HttpSource} enforces where
 * links may lead. The package also finds pictures on disk. It does not know what the pixels are for.
 */
@NullMarked
package io.shelver.image;

import org.jspecify.annotations.NullMarked;
