// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.poison;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** All hostile records, by kind. They are made when needed, because together they take some hundred megabytes. */
public final class Corpus {
    private Corpus() {
    }

    /** The records for a service without a registry. With a registry, the kind {@code schema ids} is another. */
    public static Map<String, Supplier<List<Poison>>> kinds() {
        Map<String, Supplier<List<Poison>>> kinds = new LinkedHashMap<>();
        kinds.put("malformed Avro", PoisonedEvents::malformed);
        kinds.put("lengths in Avro", PoisonedEvents::lengths);
        kinds.put("unions in Avro", PoisonedEvents::unions);
        kinds.put("lists in Avro", PoisonedEvents::lists);
        kinds.put("schema ids", PoisonedEvents::schemas);
        kinds.put("flipped bits", PoisonedEvents::flipped);
        kinds.put("spliced events", PoisonedEvents::spliced);
        kinds.put("events with a tail", PoisonedEvents::twice);
        kinds.put("keys", PoisonedRecords::keys);
        kinds.put("headers", PoisonedRecords::headers);
        kinds.put("times", PoisonedRecords::times);
        kinds.put("zero bytes", PoisonedRecords::nothing);
        kinds.put("control characters", PoisonedTexts::controls);
        kinds.put("bidirectional marks", PoisonedTexts::directions);
        kinds.put("lone surrogates and broken UTF-8", PoisonedTexts::brokenUtf8);
        kinds.put("combining marks", PoisonedTexts::combining);
        kinds.put("invisible characters", PoisonedTexts::invisible);
        kinds.put("homoglyphs", PoisonedTexts::homoglyphs);
        kinds.put("10 MB of one letter", PoisonedTexts::oneLetter);
        kinds.put("texts without end", PoisonedTexts::withoutEnd);
        kinds.put("PNG bombs", PoisonedPictures::pngBombs);
        kinds.put("GIF bombs", PoisonedPictures::gifBombs);
        kinds.put("WebP bombs", PoisonedPictures::webpBombs);
        kinds.put("JPEG bombs", PoisonedPictures::jpegBombs);
        kinds.put("truncated pictures", PoisonedPictures::truncated);
        kinds.put("polyglots", PoisonedPictures::polyglots);
        kinds.put("pictures of zero bytes", PoisonedPictures::empty);
        kinds.put("EXIF", OddPictures::rotated);
        kinds.put("CMYK", OddPictures::cmyk);
        kinds.put("16 bits", OddPictures::sixteenBits);
        kinds.put("gray, palettes, transparency, interlaced", OddPictures::fewColours);
        kinds.put("animated", OddPictures::animated);
        return kinds;
    }
}
