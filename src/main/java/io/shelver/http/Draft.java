// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import io.shelver.catalog.Image;
import io.shelver.catalog.Listing;
import io.shelver.classify.FailureClass;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a request says of its listing, field by field, each at most once. Refuses what it does not know. */
final class Draft {
    /** Of the listing, which gets no other: a prediction is of none that the marketplace has. */
    private static final String ID = "prediction";

    private final Set<Field> given = EnumSet.noneOf(Field.class);
    private String name = "";
    private String description = "";
    private Image image = new Image.None();

    enum Field {
        NAME,
        DESCRIPTION,
        IMAGE,
        IMAGE_URL
    }

    /** Notes that a field is there. */
    Field open(String key) {
        Field field = switch (key) {
            case "name" -> Field.NAME;
            case "description" -> Field.DESCRIPTION;
            case "image" -> Field.IMAGE;
            case "image_url" -> Field.IMAGE_URL;
            // Not quoted: it may be anything.
            default -> throw refused("there is an unknown field; known are name, description, image and image_url");
        };
        if (!given.add(field)) {
            throw refused("the field '%s' stands twice".formatted(key));
        }
        if (given.contains(Field.IMAGE) && given.contains(Field.IMAGE_URL)) {
            throw refused("there is an image and an image_url; a listing has one picture");
        }
        return field;
    }

    void text(Field field, String value) {
        // Half of a surrogate pair is no text, and no event could hold it.
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw refused("the field '%s' is not Unicode text".formatted(field.name().toLowerCase(Locale.ROOT)));
        }
        switch (field) {
            case NAME -> name = value;
            case DESCRIPTION -> description = value;
            case IMAGE -> image = Image.of(fromBase64(value));
            case IMAGE_URL -> image = Image.at(value);
        }
    }

    void picture(byte[] encoded) {
        image = Image.of(encoded);
    }

    private static byte[] fromBase64(String value) {
        try {
            return Base64.getDecoder().decode(value);
        } catch (IllegalArgumentException e) {
            throw refused("the field 'image' is not base64 (RFC 4648, section 4)");
        }
    }

    /** The listing, if the stream would admit one that says this. */
    Listing listing(int maxUploadBytes) {
        long bytes = utf8(name) + utf8(description) + bytes(image);
        if (bytes > maxUploadBytes) {
            throw Problem.deadLetter(413, FailureClass.UPLOAD_TOO_LARGE, String.format(Locale.ROOT,
                    "the listing has %,d bytes, at most %,d are allowed", bytes, maxUploadBytes)).asException();
        }
        try {
            return new Listing(ID, name, description, image);
        } catch (IllegalArgumentException e) {
            // Its message has names and lengths, no content.
            throw Problem.deadLetter(422, FailureClass.NOT_A_LISTING, String.valueOf(e.getMessage())).asException();
        }
    }

    private static long bytes(Image image) {
        return switch (image) {
            case Image.Inline inline -> inline.encoded().length();
            case Image.Linked linked -> utf8(linked.reference());
            case Image.None none -> 0;
        };
    }

    private static long utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    static ProblemException refused(String detail) {
        return new Problem(400, detail).asException();
    }
}
