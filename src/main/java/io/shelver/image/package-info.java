// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * Bytes from strangers become pixels, within limits. Enter at {@link io.shelver.image.DecodedPictures}, or where links are
 * followed, at {@link io.shelver.image.FetchedPictures}; {@link io.shelver.image.HttpSource} says where they may lead. Where a
 * picture stands on disk is known here too; what the pixels are for is not.
 */
@NullMarked
package io.shelver.image;

import org.jspecify.annotations.NullMarked;
