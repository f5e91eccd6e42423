package io.millrace.registry.json;

import static io.millrace.registry.json.Row.no;
import static io.millrace.registry.json.Row.onlyLeniently;
import static io.millrace.registry.json.Row.yes;

import java.util.List;

/** Changes of objects, old to new, as the newer schema reads them. */
final class ObjectRows {
    private static final String OPEN = object("'a':{'type':'string'}", "");
    private static final String OPEN_WITH_B = object("'a':{'type':'string'},'b':{'type':'string'}", "");
    private static final String CLOSED = object("'a':{'type':'string'}", ",'additionalProperties':false");
    private static final String CLOSED_WITH_B =
            object("'a':{'type':'string'},'b':{'type':'string'}", ",'additionalProperties':false");
    private static final String PARTIAL = object("'a':{'type':'string'}", ",'additionalProperties':{'type':'string'}");
    private static final String PARTIAL_WITH_B =
            object("'a':{'type':'string'},'b':{'type':'string'}", ",'additionalProperties':{'type':'string'}");
    private static final String PARTIAL_WITH_NUMBER_B =
            object("'a':{'type':'string'},'b':{'type':'number'}", ",'additionalProperties':{'type':'string'}");

    private ObjectRows() {}

    static List<Row> added() {
        return List.of(
                onlyLeniently(
                        "optional property added to open",
                        OPEN,
                        OPEN_WITH_B,
                        "OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL #/properties/b"),
                yes("property true added to open", OPEN, object("'a':{'type':'string'},'b':true", "")),
                yes("property {} added to open", OPEN, object("'a':{'type':'string'},'b':{}", "")),
                onlyLeniently(
                        "required property with default added to open",
                        OPEN,
                        object("'a':{'type':'string'},'b':{'type':'string','default':''}", ",'required':['b']"),
                        "REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_OPEN_CONTENT_MODEL #/properties/b"),
                yes(
                        "required property with default added to closed",
                        CLOSED,
                        object(
                                "'a':{'type':'string'},'b':{'type':'string','default':''}",
                                ",'required':['b'],'additionalProperties':false")),
                yes(
                        "required property with default added to partial, covered",
                        PARTIAL,
                        object(
                                "'a':{'type':'string'},'b':{'type':'string','default':''}",
                                ",'required':['b'],'additionalProperties':{'type':'string'}")),
                no(
                        "required property without default added to open",
                        OPEN,
                        object("'a':{'type':'string'},'b':{'type':'string'}", ",'required':['b']"),
                        "REQUIRED_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL #/properties/b"),
                no(
                        "required property true added to open",
                        OPEN,
                        object("'a':{'type':'string'},'b':true", ",'required':['b']"),
                        "REQUIRED_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL #/properties/b"),
                no(
                        "required property without default added to closed",
                        CLOSED,
                        object(
                                "'a':{'type':'string'},'b':{'type':'string'}",
                                ",'required':['b'],'additionalProperties':false"),
                        "REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL #/properties/b"),
                yes("optional property added to closed", CLOSED, CLOSED_WITH_B));
    }

    static List<Row> addedToPartial() {
        return List.of(
                yes("property added to partial, covered", PARTIAL, PARTIAL_WITH_B),
                onlyLeniently(
                        "property added to partial, not covered",
                        PARTIAL,
                        PARTIAL_WITH_NUMBER_B,
                        "PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/properties/b"),
                yes(
                        "property added, covered by a pattern",
                        object("", ",'patternProperties':{'^s_':{'type':'string'}},'additionalProperties':false"),
                        object(
                                "'s_a':{'type':'string'}",
                                ",'patternProperties':{'^s_':{'type':'string'}},'additionalProperties':false")),
                onlyLeniently(
                        "property added, refused by a pattern",
                        object("", ",'patternProperties':{'^s_':{'type':'string'}},'additionalProperties':false"),
                        object(
                                "'s_a':{'type':'number'}",
                                ",'patternProperties':{'^s_':{'type':'string'}},'additionalProperties':false"),
                        "PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/properties/s_a"),
                yes(
                        "property added that no pattern matched",
                        object("", ",'patternProperties':{'^s_':{'type':'string'}},'additionalProperties':false"),
                        object(
                                "'n_a':{'type':'number'}",
                                ",'patternProperties':{'^s_':{'type':'string'}},'additionalProperties':false")),
                onlyLeniently(
                        "property added that a pattern may match",
                        object("", ",'patternProperties':{'^(?!x)':{'type':'string'}},'additionalProperties':false"),
                        object(
                                "'n_a':{'type':'number'}",
                                ",'patternProperties':{'^(?!x)':{'type':'string'}},'additionalProperties':false"),
                        "PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/properties/n_a"),
                yes(
                        "optional property added where unevaluatedProperties is false",
                        later("'a':{'type':'string'}", ",'unevaluatedProperties':false"),
                        later("'a':{'type':'string'},'b':{'type':'string'}", ",'unevaluatedProperties':false")),
                onlyLeniently(
                        "pattern added to open",
                        OPEN,
                        object("'a':{'type':'string'}", ",'patternProperties':{'^b':{'type':'string'}}"),
                        "OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL #/patternProperties/^b"),
                yes(
                        "pattern added to closed",
                        CLOSED,
                        object(
                                "'a':{'type':'string'}",
                                ",'patternProperties':{'^b':{'type':'number'}},'additionalProperties':false")),
                onlyLeniently(
                        "pattern added to closed that refuses a property",
                        CLOSED,
                        object(
                                "'a':{'type':'string'}",
                                ",'patternProperties':{'^a':{'type':'number'}},'additionalProperties':false"),
                        "PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/patternProperties/^a"));
    }

    static List<Row> removed() {
        return List.of(
                yes("property removed from open", OPEN_WITH_B, OPEN),
                onlyLeniently(
                        "property removed from closed",
                        CLOSED_WITH_B,
                        CLOSED,
                        "PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL #/properties/b"),
                yes(
                        "property false removed from closed",
                        object("'a':{'type':'string'},'b':false", ",'additionalProperties':false"),
                        CLOSED),
                yes("property removed from partial, covered", PARTIAL_WITH_B, PARTIAL),
                onlyLeniently(
                        "property removed from partial, not covered",
                        PARTIAL_WITH_NUMBER_B,
                        PARTIAL,
                        "PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/properties/b"),
                onlyLeniently(
                        "pattern removed from closed",
                        object("", ",'patternProperties':{'^b':{'type':'string'}},'additionalProperties':false"),
                        object("", ",'additionalProperties':false"),
                        "PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL #/patternProperties/^b"),
                onlyLeniently(
                        "pattern removed from partial, not covered",
                        object("", ",'patternProperties':{'^b':{'type':'number'}},'additionalProperties':false"),
                        object("", ",'additionalProperties':{'type':'string'}"),
                        "PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/patternProperties/^b"),
                yes(
                        "pattern removed from open",
                        object("", ",'patternProperties':{'^b':{'type':'number'}}"),
                        object("", "")));
    }

    static List<Row> rest() {
        return List.of(
                no(
                        "required added to a property",
                        CLOSED,
                        object("'a':{'type':'string'}", ",'required':['a'],'additionalProperties':false"),
                        "REQUIRED_ATTRIBUTE_ADDED #/required/a"),
                yes(
                        "required added to a property with default",
                        CLOSED,
                        object("'a':{'type':'string','default':''}", ",'required':['a'],'additionalProperties':false")),
                no(
                        "required added that no schema names",
                        OPEN,
                        object("'a':{'type':'string'}", ",'required':['z']"),
                        "REQUIRED_ATTRIBUTE_ADDED #/required/z"),
                yes("required removed", object("'a':{'type':'string'}", ",'required':['a']"), OPEN),
                yes("additionalProperties false to true", CLOSED, OPEN),
                yes("additionalProperties false to a schema", CLOSED, PARTIAL),
                yes("additionalProperties a schema to true", PARTIAL, OPEN),
                yes(
                        "additionalProperties widened",
                        object("", ",'additionalProperties':{'type':'integer'}"),
                        object("", ",'additionalProperties':{'type':'number'}")),
                onlyLeniently(
                        "additionalProperties true to false",
                        OPEN,
                        CLOSED,
                        "ADDITIONAL_PROPERTIES_REMOVED #/additionalProperties"),
                onlyLeniently(
                        "additionalProperties a schema to false",
                        PARTIAL,
                        CLOSED,
                        "ADDITIONAL_PROPERTIES_REMOVED #/additionalProperties"),
                onlyLeniently(
                        "additionalProperties true to a schema",
                        OPEN,
                        PARTIAL,
                        "ADDITIONAL_PROPERTIES_NARROWED #/additionalProperties"),
                no(
                        "the schema of additionalProperties narrowed",
                        object("", ",'additionalProperties':{'type':'number'}"),
                        object("", ",'additionalProperties':{'type':'integer'}"),
                        "TYPE_NARROWED #/additionalProperties"),
                no("property's type changed", OPEN, object("'a':{'type':'number'}", ""), "TYPE_CHANGED #/properties/a"),
                no(
                        "pattern's schema changed",
                        object("", ",'patternProperties':{'^b':{'type':'string'}}"),
                        object("", ",'patternProperties':{'^b':{'type':'number'}}"),
                        "TYPE_CHANGED #/patternProperties/^b"));
    }

    static List<Row> counts() {
        return List.of(
                no(
                        "minProperties added",
                        OPEN,
                        object("'a':{'type':'string'}", ",'minProperties':1"),
                        "MIN_PROPERTIES_ADDED #/minProperties"),
                no(
                        "minProperties increased",
                        object("", ",'minProperties':1"),
                        object("", ",'minProperties':2"),
                        "MIN_PROPERTIES_INCREASED #/minProperties"),
                yes("minProperties decreased", object("", ",'minProperties':2"), object("", ",'minProperties':1")),
                yes("minProperties removed", object("", ",'minProperties':2"), object("", "")),
                no(
                        "maxProperties added",
                        object("", ""),
                        object("", ",'maxProperties':1"),
                        "MAX_PROPERTIES_ADDED #/maxProperties"),
                no(
                        "maxProperties decreased",
                        object("", ",'maxProperties':2"),
                        object("", ",'maxProperties':1"),
                        "MAX_PROPERTIES_DECREASED #/maxProperties"),
                yes("maxProperties increased", object("", ",'maxProperties':1"), object("", ",'maxProperties':2")),
                yes("maxProperties removed", object("", ",'maxProperties':1"), object("", "")),
                no(
                        "propertyNames added",
                        object("", ""),
                        object("", ",'propertyNames':{'maxLength':3}"),
                        "SCHEMA_ADDED #/propertyNames"),
                yes("propertyNames removed", object("", ",'propertyNames':{'maxLength':3}"), object("", "")),
                no(
                        "propertyNames narrowed",
                        object("", ",'propertyNames':{'maxLength':3}"),
                        object("", ",'propertyNames':{'maxLength':2}"),
                        "MAX_LENGTH_DECREASED #/propertyNames/maxLength"));
    }

    static List<Row> dependencies() {
        return List.of(
                no(
                        "dependency array added",
                        object("", ""),
                        object("", ",'dependencies':{'a':['b']}"),
                        "DEPENDENCY_ARRAY_ADDED #/dependencies/a"),
                yes("dependency array removed", object("", ",'dependencies':{'a':['b']}"), object("", "")),
                yes(
                        "dependency array narrowed",
                        object("", ",'dependencies':{'a':['b','c']}"),
                        object("", ",'dependencies':{'a':['b']}")),
                no(
                        "dependency array extended",
                        object("", ",'dependencies':{'a':['b']}"),
                        object("", ",'dependencies':{'a':['b','c']}"),
                        "DEPENDENCY_ARRAY_EXTENDED #/dependencies/a"),
                no(
                        "dependency array changed",
                        object("", ",'dependencies':{'a':['b']}"),
                        object("", ",'dependencies':{'a':['c']}"),
                        "DEPENDENCY_ARRAY_CHANGED #/dependencies/a"),
                yes(
                        "dependency array respelled in a later draft",
                        later("", ",'dependencies':{'a':['b']}"),
                        later("", ",'dependentRequired':{'a':['b']}")),
                no(
                        "dependency schema added",
                        object("", ""),
                        object("", ",'dependencies':{'a':{'required':['b']}}"),
                        "DEPENDENCY_SCHEMA_ADDED #/dependencies/a"),
                yes(
                        "dependency schema removed",
                        object("", ",'dependencies':{'a':{'required':['b']}}"),
                        object("", "")),
                no(
                        "dependency schema narrowed",
                        object("", ",'dependencies':{'a':{'minProperties':1}}"),
                        object("", ",'dependencies':{'a':{'minProperties':2}}"),
                        "MIN_PROPERTIES_INCREASED #/dependencies/a/minProperties"));
    }

    private static String object(String properties, String more) {
        return "{'type':'object','properties':{" + properties + "}" + more + "}";
    }

    private static String later(String properties, String more) {
        return "{'$schema':'https://json-schema.org/draft/2019-09/schema','type':'object','properties':{" + properties
                + "}" + more + "}";
    }
}
