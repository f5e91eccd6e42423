package io.millrace.registry.json.compare;

import java.util.EnumSet;
import java.util.Set;

/** The rules, by the names that Confluent's registry gives them as long as it has one; each with what broke it. */
enum Broken {
    TYPE_CHANGED("{reader} has another type than {writer}"),
    TYPE_NARROWED("{reader} takes integers only, {writer} any number"),
    SCHEMA_ADDED("{reader} has a schema where {writer} has none"),
    SCHEMA_TOO_COMPLEX("{reader} and {writer} cannot be compared within the limits"),

    MAX_LENGTH_ADDED("{reader} bounds the length, {writer} does not"),
    MAX_LENGTH_DECREASED("{reader} has a lower maximum length than {writer}"),
    MIN_LENGTH_ADDED("{reader} asks for a minimum length, {writer} does not"),
    MIN_LENGTH_INCREASED("{reader} has a higher minimum length than {writer}"),
    PATTERN_ADDED("{reader} has a pattern, {writer} has none"),
    PATTERN_CHANGED("{reader} has another pattern than {writer}"),

    MAXIMUM_ADDED("{reader} has a maximum, {writer} has none"),
    MAXIMUM_DECREASED("{reader} has a lower maximum than {writer}"),
    MINIMUM_ADDED("{reader} has a minimum, {writer} has none"),
    MINIMUM_INCREASED("{reader} has a higher minimum than {writer}"),
    EXCLUSIVE_MAXIMUM_ADDED("{reader} has an exclusive maximum, {writer} has none"),
    EXCLUSIVE_MAXIMUM_DECREASED("{reader} has a lower exclusive maximum than {writer}"),
    EXCLUSIVE_MINIMUM_ADDED("{reader} has an exclusive minimum, {writer} has none"),
    EXCLUSIVE_MINIMUM_INCREASED("{reader} has a higher exclusive minimum than {writer}"),
    MULTIPLE_OF_ADDED("{reader} asks for multiples, {writer} does not"),
    MULTIPLE_OF_EXPANDED("{reader} asks for multiples of a multiple of what {writer} asks for"),
    MULTIPLE_OF_CHANGED("{reader} asks for other multiples than {writer}"),

    REQUIRED_ATTRIBUTE_ADDED("{reader} requires a property that {writer} does not, and has no default for it"),
    MAX_PROPERTIES_ADDED("{reader} bounds the number of properties, {writer} does not"),
    MAX_PROPERTIES_DECREASED("{reader} allows fewer properties than {writer}"),
    MIN_PROPERTIES_ADDED("{reader} asks for a number of properties, {writer} does not"),
    MIN_PROPERTIES_INCREASED("{reader} asks for more properties than {writer}"),
    ADDITIONAL_PROPERTIES_REMOVED("{reader} allows no further properties, {writer} does"),
    ADDITIONAL_PROPERTIES_NARROWED("{reader} has a schema for further properties, {writer} allows any"),
    DEPENDENCY_ARRAY_ADDED("{reader} makes a property depend on others, {writer} does not"),
    DEPENDENCY_ARRAY_EXTENDED("{reader} makes a property depend on more others than {writer}"),
    DEPENDENCY_ARRAY_CHANGED("{reader} makes a property depend on others than {writer}"),
    DEPENDENCY_SCHEMA_ADDED("{reader} makes a schema depend on a property, {writer} does not"),
    REQUIRED_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL(
            "{reader} requires a property that {writer} does not name and takes with any value"),
    REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_OPEN_CONTENT_MODEL(
            "{reader} names a property that {writer} does not name and takes with any value"),
    OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL(
            "{reader} names a property that {writer} does not name and takes with any value"),
    REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL(
            "{reader} requires a property that {writer} does not name, and has no default for it"),
    PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL(
            "{reader} names a property that {writer} takes with values that {reader} refuses"),
    PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL("{reader} does not name a property of {writer}, and allows no others"),
    PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL(
            "{reader} does not name a property of {writer}, and refuses its values for others"),

    MAX_ITEMS_ADDED("{reader} bounds the number of items, {writer} does not"),
    MAX_ITEMS_DECREASED("{reader} allows fewer items than {writer}"),
    MIN_ITEMS_ADDED("{reader} asks for a number of items, {writer} does not"),
    MIN_ITEMS_INCREASED("{reader} asks for more items than {writer}"),
    UNIQUE_ITEMS_ADDED("{reader} asks for items that differ, {writer} does not"),
    MIN_CONTAINS_INCREASED("{reader} asks for more items that fit a schema than {writer}"),
    MAX_CONTAINS_ADDED("{reader} bounds the number of items that fit a schema, {writer} does not"),
    MAX_CONTAINS_DECREASED("{reader} allows fewer items that fit a schema than {writer}"),
    ADDITIONAL_ITEMS_REMOVED("{reader} allows no further items, {writer} does"),
    ADDITIONAL_ITEMS_NARROWED("{reader} has a schema for further items, {writer} allows any"),
    ITEM_ADDED_TO_OPEN_CONTENT_MODEL("{reader} has a schema for an item that {writer} takes with any value"),
    ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL(
            "{reader} has a schema for an item that {writer} takes with values that {reader} refuses"),
    ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL("{reader} has no schema for an item of {writer}, and allows no others"),
    ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL(
            "{reader} has no schema for an item of {writer}, and refuses its values for others"),

    ENUM_ARRAY_NARROWED("{reader} lacks values of {writer}"),
    ENUM_ARRAY_CHANGED("{reader} has other values than {writer}"),

    COMBINED_TYPE_CHANGED("{reader} combines schemas in another way than {writer}"),
    COMBINED_TYPE_SUBSCHEMAS_CHANGED("schemas that {reader} combines have no counterpart in {writer}, or the reverse"),
    PRODUCT_TYPE_EXTENDED("{reader} asks for more schemas at once than {writer}"),
    SUM_TYPE_NARROWED("{reader} has fewer alternatives than {writer}"),
    NOT_TYPE_EXTENDED("{reader} excludes more than {writer}"),

    TITLE_CHANGED("{reader} has another title than {writer}"),
    FORMAT_CHANGED("{reader} has another format than {writer}"),
    CONTENT_ENCODING_CHANGED("{reader} has another content encoding than {writer}"),
    CONNECT_TYPE_CHANGED("{reader} is another type of Kafka Connect than {writer}");

    /** What a lenient policy lets pass: readers that ignore what they do not know, data that nobody has written. */
    private static final Set<Broken> LENIENTLY_ALLOWED = EnumSet.of(
            ADDITIONAL_PROPERTIES_REMOVED,
            ADDITIONAL_PROPERTIES_NARROWED,
            REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_OPEN_CONTENT_MODEL,
            OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL,
            PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL,
            PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL,
            PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL);

    private final String sentence;

    Broken(String sentence) {
        this.sentence = sentence;
    }

    boolean isLenientlyAllowed() {
        return LENIENTLY_ALLOWED.contains(this);
    }

    /** What broke it, for people; the schemas are called "new" and "old". */
    String describe(String reader, String writer) {
        return sentence.replace("{reader}", "the " + reader + " schema")
                .replace("{writer}", "the " + writer + " schema");
    }
}
