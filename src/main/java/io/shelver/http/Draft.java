// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import io.shelver.catalog.Base64Text;
import io.shelver.catalog.DataUri;
import io.shelver.catalog.Image;
import io.shelver.catalog.Listing;
import io.shelver.classify.FailureClass;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The fields of a listing as a request gives them, each at most once. Rejects unknown fields. */
final class Draft {
    /** The id of every predicted listing, which the marketplace does not have. */
    private static final String ID = "prediction";

    /** A hidden field that browsers fill with the form's encoding. It is part of no listing. */
    static final String CHARSET = "_charset_";

    private final Set<Field> given = EnumSet.noneOf(Field.class);
    private String name = "";
    private String description = "";
    private Image image = new Image.None();

    enum Field {
        NAME,
        DESCRIPTION,
        IMAGE,
        IMAGE_URL;

        boolean isPicture() {
            return this == IMAGE || this == IMAGE_URL;
        }
    }

    /**
     * Looks a field up by its name, before its value is read.
     *
     * @throws ProblemException
     *             if the field is unknown
     */
    Field open(String key) {
        return switch (key) {
            case "name" -> Field.NAME;
            case "description" -> Field.DESCRIPTION;
            case "image" -> Field.IMAGE;
            case "image_url" -> Field.IMAGE_URL;
            // The answer never quotes the request.
            default -> throw refused("there is an unknown field; send name, description, image and image_url only");
        };
    }

    /** Takes note that a field has a value. Forms send every field, also those that were left empty; they are absent. */
    private void fill(Field field) {
        if (!given.add(field)) {
            throw refused(
                    "the field '%s' is given twice; send it once".formatted(field.name().toLowerCase(Locale.ROOT)));
        }
        if (given.contains(Field.IMAGE) && given.contains(Field.IMAGE_URL)) {
            throw refused("there is an image and an image_url; send one of them, because a listing has one picture");
        }
    }

    /**
     * @throws ProblemException
     *             if the value is not legal, is the field's second one, or is a second picture
     */
    void text(Field field, String value) {
        if (value.isEmpty() || field == Field.IMAGE_URL && value.isBlank()) {
            return;
        }
        fill(field);
        // A lone surrogate is no Unicode text, and no event could hold it.
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw refused("the field '%s' is not Unicode text; it has half of a surrogate pair"
                    .formatted(field.name().toLowerCase(Locale.ROOT)));
        }
        switch (field) {
            case NAME -> name = value;
            case DESCRIPTION -> description = value;
            case IMAGE -> image = Image.of(fromBase64(value));
            case IMAGE_URL -> image = Image.at(value);
        }
    }

    /** The picture's bytes, or a {@link DataUri}, which scripts of web pages put there. */
    void picture(byte[] encoded) {
        if (encoded.length == 0) {
            return;
        }
        fill(Field.IMAGE);
        image = Image.of(encoded[0] == 'd'
                ? DataUri.bytes(new String(encoded, StandardCharsets.ISO_8859_1)).orElse(encoded)
                : encoded);
    }

    private static byte[] fromBase64(String value) {
        Optional<byte[]> inLink = DataUri.bytes(value);
        try {
            return inLink.isPresent() ? inLink.get() : Base64Text.decode(value);
        } catch (IllegalArgumentException e) {
            throw refused("the field 'image' is not base64; encode it as RFC 4648, section 4, specifies");
        }
    }

    /**
     * The listing of the fields so far.
     *
     * @param maxUploadBytes
     *            the largest size of title, description and picture together, in bytes
     * @throws ProblemException
     *             if the stream would send such a listing to the dead letters
     */
    Listing listing(int maxUploadBytes) {
        long bytes = utf8(name) + utf8(description) + bytes(image);
        if (bytes > maxUploadBytes) {
            throw Problem.deadLetter(413, FailureClass.UPLOAD_TOO_LARGE, String.format(Locale.ROOT,
                    "the listing has %,d bytes, at most %,d are allowed", bytes, maxUploadBytes)).asException();
        }
        try {
            return new Listing(ID, name, description, image);
        } catch (IllegalArgumentException e) {
            // Its message has names and lengths, and no content.
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
