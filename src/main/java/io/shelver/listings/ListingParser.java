// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.listings;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shelver.catalog.Image;
import io.shelver.catalog.Label;
import io.shelver.catalog.Listing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Parses one line. Ignores unknown fields. */
final class ListingParser {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final String ID = "listing_id";

    ListingLine parse(long number, String text) {
        try {
            JsonNode line = JSON.readTree(text);
            if (!line.isObject()) {
                return new ListingLine.Rejected(number, text, "", "line %d is not a JSON object".formatted(number));
            }
            return listing(number, id(line), text(line, "title"), text(line, "description"), image(line),
                    truth(line));
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : String.format(Locale.ROOT, " (column %d)", e.getLocation().getColumnNr());
            return new ListingLine.Rejected(number, text, idBeforeTheFault(text),
                    "line %d is not JSON%s".formatted(number, where));
        } catch (IllegalArgumentException e) {
            return new ListingLine.Rejected(number, text, idBeforeTheFault(text),
                    "line %d: %s".formatted(number, e.getMessage()));
        }
    }

    private static ListingLine listing(long number, String id, String title, String description, Image image,
            List<Label> truth) {
        try {
            return new ListingLine.Read(number, new Listing(id, title, description, image), truth);
        } catch (IllegalArgumentException e) {
            return new ListingLine.Illegal(number, id, title, description, image,
                    "line %d: %s".formatted(number, e.getMessage()));
        }
    }

    /** Some exports write ids as numbers. A whole number stands for its digits, however many. */
    private static String id(JsonNode line) {
        JsonNode id = line.path(ID);
        if (id.isNumber() && !id.isIntegralNumber()) {
            throw new IllegalArgumentException("listing_id must be a string or a whole number");
        }
        return id.isNumber() ? id.asText() : text(line, ID);
    }

    private static String text(JsonNode line, String field) {
        JsonNode value = line.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isTextual()) {
            throw new IllegalArgumentException("%s must be a string, not %s".formatted(field,
                    value.getNodeType().name().toLowerCase(Locale.ROOT)));
        }
        return value.textValue();
    }

    private static Image image(JsonNode line) {
        return Image.at(text(line, "image"));
    }

    private static List<Label> truth(JsonNode line) {
        JsonNode paths = line.path("categories");
        List<Label> truth = new ArrayList<>();
        boolean isAbsent = paths.isMissingNode() || paths.isNull();
        if (!isAbsent && !(paths.isArray() && all(paths, path -> path.isArray() && all(path, JsonNode::isTextual)))) {
            throw new IllegalArgumentException(
                    "categories must be a list of paths, each a list of names, such as [[\"Shoes\", \"Boots\"]]");
        }
        for (JsonNode path : paths) {
            List<String> names = new ArrayList<>();
            path.forEach(name -> names.add(name.textValue()));
            truth.add(new Label(names));
        }
        return truth;
    }

    private static boolean all(JsonNode list, Predicate<JsonNode> test) {
        return list.valueStream().allMatch(test);
    }

    /** The listing's id if it comes before the fault in the line, else empty. */
    private static String idBeforeTheFault(String text) {
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            while (parser.nextToken() != null) {
                boolean isId = parser.currentToken() == JsonToken.FIELD_NAME
                        && parser.getParsingContext().getParent().inRoot()
                        && parser.currentName().equals(ID);
                if (isId && (parser.nextToken() == JsonToken.VALUE_STRING
                        || parser.currentToken() == JsonToken.VALUE_NUMBER_INT)) {
                    String id = parser.getText();
                    return id.length() <= Listing.MAX_ID_LENGTH ? id : "";
                }
            }
        } catch (IOException e) {
            return "";
        }
        return "";
    }
}
