package io.millrace.registry.protobuf.compatibility;

import io.millrace.registry.model.schema.Incompatibility.Sides;

/** The rules, under the names of Confluent's registry where it has one. In the sentences, %1 is the path. */
enum Rule {
    PACKAGE_CHANGED("the {reader} schema has another package than the {writer} schema"),
    MESSAGE_REMOVED("the {reader} schema lacks the message at path '%1' of the {writer} schema"),
    FIELD_KIND_CHANGED(
            "the field at path '%1' is of another kind (scalar, message, group or map) in the {reader} schema than in the"
                    + " {writer} schema"),
    FIELD_SCALAR_KIND_CHANGED(
            "the type of the field at path '%1' of the {reader} schema is encoded otherwise than that of the {writer}"
                    + " schema"),
    FIELD_NAMED_TYPE_CHANGED(
            "the message type of the field at path '%1' of the {reader} schema does not match that of the {writer} schema"),
    FIELD_NUMERIC_LABEL_CHANGED(
            "the label of the numeric field at path '%1' differs between the {reader} and the {writer} schema"),
    FIELD_STRING_OR_BYTES_LABEL_CHANGED(
            "the field at path '%1' is repeated in one of the {reader} and the {writer} schema alone"),
    REQUIRED_FIELD_ADDED(
            "the {reader} schema requires the field at path '%1', which the {writer} schema may leave out"),
    REQUIRED_FIELD_REMOVED("the {reader} schema lacks the field at path '%1', which the {writer} schema requires"),
    ONEOF_FIELD_REMOVED("the {reader} schema lacks the member at path '%1' of a oneof of the {writer} schema"),
    MULTIPLE_FIELDS_MOVED_TO_ONEOF(
            "the oneof at path '%1' of the {reader} schema has several fields that are in no oneof of the {writer} schema"),
    FIELD_MOVED_TO_EXISTING_ONEOF(
            "the oneof at path '%1' of the {reader} schema joins a field with members of a oneof of the {writer} schema"),
    FIELD_SCALAR_TYPE_CHANGED(
            "the type of the field at path '%1' of the {reader} schema gives values of the {writer} schema another meaning"),
    FIELD_JSON_NAME_CHANGED(
            "the field at path '%1' has another name in JSON in the {reader} than in the {writer} schema"),
    FIELD_REMOVED_WITHOUT_RESERVING("the new schema removes the field at path '%1' and does not reserve its number"),
    ENUM_CONST_CHANGED("the enum's number at path '%1' has another name in the {reader} than in the {writer} schema"),
    ENUM_CONST_REMOVED_WITHOUT_RESERVING(
            "the new schema removes the enum's number at path '%1' and does not reserve it"),
    RESERVED_NUMBER_REUSED("the new schema uses the number at path '%1', which the old schema reserves"),
    RESERVED_NAME_REUSED("the new schema uses the name at path '%1', which the old schema reserves"),
    RESERVED_NUMBERS_RELEASED("the new schema does not reserve all numbers at path '%1' that the old schema reserves");

    private final String sentence;

    Rule(String sentence) {
        this.sentence = sentence;
    }

    /** What happened, for people. */
    String describe(String path, Sides sides) {
        return sentence.replace("{reader}", sides.reader())
                .replace("{writer}", sides.writer())
                .replace("%1", path);
    }
}
