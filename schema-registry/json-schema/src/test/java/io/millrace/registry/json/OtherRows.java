package io.millrace.registry.json;

import static io.millrace.registry.json.Row.no;
import static io.millrace.registry.json.Row.yes;

import java.util.ArrayList;
import java.util.List;

/** Changes of all but objects, old to new, as the newer schema reads them. */
final class OtherRows {
    private static final String STRING = "{'type':'string'}";
    private static final String NUMBER = "{'type':'number'}";
    private static final String INTEGER = "{'type':'integer'}";
    private static final String ARRAY = "{'type':'array'}";
    private static final String STRING_OR_NUMBER = "[{'type':'string'},{'type':'number'}]";
    private static final String THREE_TYPES = "[{'type':'string'},{'type':'number'},{'type':'boolean'}]";
    private static final String LIMITS = "[{'type':'string','minLength':1},{'type':'string','maxLength':9}]";

    private OtherRows() {}

    static List<Row> bounds() {
        List<Row> rows = new ArrayList<>();
        for (String lower : new String[] {
            "string minLength MIN_LENGTH",
            "array minItems MIN_ITEMS",
            "number minimum MINIMUM",
            "number exclusiveMinimum EXCLUSIVE_MINIMUM"
        }) {
            String[] words = lower.split(" ");
            bound(rows, words[0], words[1], words[2] + "_ADDED", words[2] + "_INCREASED", 3, 2);
        }
        for (String upper : new String[] {
            "string maxLength MAX_LENGTH",
            "array maxItems MAX_ITEMS",
            "number maximum MAXIMUM",
            "integer exclusiveMaximum EXCLUSIVE_MAXIMUM"
        }) {
            String[] words = upper.split(" ");
            bound(rows, words[0], words[1], words[2] + "_ADDED", words[2] + "_DECREASED", 2, 3);
        }
        return rows;
    }

    private static void bound(
            List<Row> rows, String type, String keyword, String added, String tightened, int tight, int loose) {
        String without = "{'type':'" + type + "'}";
        String tighter = "{'type':'" + type + "','" + keyword + "':" + tight + "}";
        String looser = "{'type':'" + type + "','" + keyword + "':" + loose + "}";
        rows.add(no(keyword + " added", without, tighter, added + " #/" + keyword));
        rows.add(no(keyword + " tightened", looser, tighter, tightened + " #/" + keyword));
        rows.add(yes(keyword + " loosened", tighter, looser));
        rows.add(yes(keyword + " removed", tighter, without));
    }

    static List<Row> scalars() {
        return List.of(
                no("pattern added", STRING, "{'type':'string','pattern':'a'}", "PATTERN_ADDED #/pattern"),
                no(
                        "pattern changed",
                        "{'type':'string','pattern':'a'}",
                        "{'type':'string','pattern':'b'}",
                        "PATTERN_CHANGED #/pattern"),
                yes("pattern removed", "{'type':'string','pattern':'a'}", STRING),
                no("multipleOf added", NUMBER, "{'type':'number','multipleOf':2}", "MULTIPLE_OF_ADDED #/multipleOf"),
                yes("multipleOf removed", "{'type':'number','multipleOf':2}", NUMBER),
                yes(
                        "multipleOf: new divides old",
                        "{'type':'number','multipleOf':6}",
                        "{'type':'number','multipleOf':1.5}"),
                no(
                        "multipleOf: old divides new",
                        "{'type':'number','multipleOf':2}",
                        "{'type':'number','multipleOf':6}",
                        "MULTIPLE_OF_EXPANDED #/multipleOf"),
                no(
                        "multipleOf changed",
                        "{'type':'number','multipleOf':4}",
                        "{'type':'number','multipleOf':6}",
                        "MULTIPLE_OF_CHANGED #/multipleOf"));
    }

    static List<Row> types() {
        return List.of(
                yes("integer to number", INTEGER, NUMBER),
                no("number to integer", NUMBER, INTEGER, "TYPE_NARROWED #/"),
                no("string to number", STRING, NUMBER, "TYPE_CHANGED #/"),
                no("boolean to null", "{'type':'boolean'}", "{'type':'null'}", "TYPE_CHANGED #/"),
                yes("boolean stays", "{'type':'boolean'}", "{'type':'boolean'}"),
                no("any type to string", "{}", STRING, "TYPE_CHANGED #/"),
                yes("false to string", "false", STRING),
                yes("string to true", STRING, "true"),
                yes("string to {}", STRING, "{'title':'anything'}"),
                no("string to false", STRING, "false", "TYPE_CHANGED #/"));
    }

    static List<Row> enums() {
        return List.of(
                yes("enum superset", "{'enum':['a']}", "{'enum':['b','a']}"),
                yes(
                        "enum with numbers written otherwise",
                        "{'enum':[1,{'a':1,'b':2}]}",
                        "{'enum':[{'b':2,'a':1.0},1.0]}"),
                no("enum subset", "{'enum':['a','b']}", "{'enum':['a']}", "ENUM_ARRAY_NARROWED #/enum"),
                no("enum changed", "{'enum':['a','b']}", "{'enum':['a','c']}", "ENUM_ARRAY_CHANGED #/enum"),
                no("const changed", "{'const':1}", "{'const':2}", "ENUM_ARRAY_CHANGED #/enum"),
                yes("enum of a type extended", "{'type':'string','enum':['a']}", "{'type':'string','enum':['a','b']}"),
                no(
                        "enum of a type narrowed",
                        "{'type':'string','enum':['a','b']}",
                        "{'type':'string','enum':['a']}",
                        "COMBINED_TYPE_SUBSCHEMAS_CHANGED #/",
                        "ENUM_ARRAY_NARROWED #/enum"),
                yes("enum of a type dropped", "{'type':'string','enum':['a']}", STRING));
    }

    static List<Row> conditions() {
        return List.of(
                no(
                        "not extended",
                        "{'not':{'type':'integer'}}",
                        "{'not':{'type':'number'}}",
                        "NOT_TYPE_EXTENDED #/not"),
                yes("not narrowed", "{'not':{'type':'number'}}", "{'not':{'type':'integer'}}"),
                yes(
                        "title, description, default, $id, $comment changed",
                        "{'$id':'a','title':'a','description':'a','default':'a','type':'string'}",
                        "{'$id':'b','title':'b','description':'b','default':'b','type':'string','$comment':'b'}"),
                yes(
                        "if, then, else the same",
                        "{'if':{'minLength':1},'then':{'maxLength':2},'else':{'pattern':'a'}}",
                        "{'if':{'minLength':1},'then':{'maxLength':3},'else':true}"),
                no(
                        "then narrowed",
                        "{'if':{'minLength':1},'then':{'maxLength':3}}",
                        "{'if':{'minLength':1},'then':{'maxLength':2}}",
                        "MAX_LENGTH_DECREASED #/then/maxLength"),
                no(
                        "else added",
                        "{'if':{'minLength':1},'then':{'maxLength':3}}",
                        "{'if':{'minLength':1},'then':{'maxLength':3},'else':{'pattern':'a'}}",
                        "SCHEMA_ADDED #/else"),
                no(
                        "another if",
                        "{'if':{'minLength':1},'then':{'maxLength':3}}",
                        "{'if':{'minLength':2},'then':{'maxLength':3}}",
                        "TYPE_CHANGED #/if"),
                yes(
                        "exclusive minimum of draft 4 respelled",
                        "{'$schema':'http://json-schema.org/draft-04/schema#','type':'number','minimum':1,'exclusiveMinimum':true}",
                        "{'type':'number','exclusiveMinimum':1}"));
    }

    static List<Row> arrays() {
        return List.of(
                no(
                        "uniqueItems added",
                        ARRAY,
                        "{'type':'array','uniqueItems':true}",
                        "UNIQUE_ITEMS_ADDED #/uniqueItems"),
                yes("uniqueItems removed", "{'type':'array','uniqueItems':true}", ARRAY),
                no("contains added", ARRAY, "{'type':'array','contains':{'type':'string'}}", "SCHEMA_ADDED #/contains"),
                yes("contains removed", "{'type':'array','contains':{'type':'string'}}", ARRAY),
                yes(
                        "contains loosened",
                        "{'type':'array','contains':{'type':'integer'}}",
                        "{'type':'array','contains':{'type':'number'}}"),
                no(
                        "contains tightened",
                        "{'type':'array','contains':{'type':'number'}}",
                        "{'type':'array','contains':{'type':'integer'}}",
                        "TYPE_NARROWED #/contains"),
                no(
                        "minContains increased",
                        later("'contains':{'type':'string'}"),
                        later("'contains':{'type':'string'},'minContains':2"),
                        "MIN_CONTAINS_INCREASED #/minContains"),
                no(
                        "maxContains added",
                        later("'contains':{'type':'string'}"),
                        later("'contains':{'type':'string'},'maxContains':2"),
                        "MAX_CONTAINS_ADDED #/maxContains"),
                no(
                        "contains loosened below a maxContains",
                        later("'contains':{'type':'integer'},'maxContains':2"),
                        later("'contains':{'type':'number'},'maxContains':2"),
                        "MAX_CONTAINS_DECREASED #/maxContains"),
                no("items added", ARRAY, "{'type':'array','items':{'type':'string'}}", "SCHEMA_ADDED #/items"),
                yes("items removed", "{'type':'array','items':{'type':'string'}}", ARRAY),
                no(
                        "items changed",
                        "{'type':'array','items':{'type':'string'}}",
                        "{'type':'array','items':{'type':'number'}}",
                        "TYPE_CHANGED #/items"),
                yes(
                        "items widened",
                        "{'type':'array','items':{'type':'integer'}}",
                        "{'type':'array','items':{'type':'number'}}"));
    }

    static List<Row> tuples() {
        return List.of(
                yes(
                        "tuple item added to closed",
                        tuple("{'type':'string'}", "false"),
                        tuple("{'type':'string'},{'type':'number'}", "false")),
                no(
                        "tuple item added to open",
                        tuple("{'type':'string'}", "true"),
                        tuple("{'type':'string'},{'type':'number'}", "true"),
                        "ITEM_ADDED_TO_OPEN_CONTENT_MODEL #/items/1"),
                yes(
                        "tuple item {} added to open",
                        tuple("{'type':'string'}", "true"),
                        tuple("{'type':'string'},{}", "true")),
                yes(
                        "tuple item added to partial, covered",
                        tuple("{'type':'string'}", NUMBER),
                        tuple("{'type':'string'},{'type':'number'}", NUMBER)),
                no(
                        "tuple item added to partial, not covered",
                        tuple("{'type':'string'}", NUMBER),
                        tuple("{'type':'string'},{'type':'string'}", NUMBER),
                        "ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/items/1"),
                yes(
                        "tuple item removed from open",
                        tuple("{'type':'string'},{'type':'number'}", "true"),
                        tuple("{'type':'string'}", "true")),
                no(
                        "tuple item removed from closed",
                        tuple("{'type':'string'},{'type':'number'}", "false"),
                        tuple("{'type':'string'}", "false"),
                        "ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL #/items/1"),
                yes(
                        "tuple item false removed from closed",
                        tuple("{'type':'string'},false", "false"),
                        tuple("{'type':'string'}", "false")),
                yes(
                        "tuple item removed from partial, covered",
                        tuple("{'type':'string'},{'type':'number'}", NUMBER),
                        tuple("{'type':'string'}", NUMBER)),
                no(
                        "tuple item removed from partial, not covered",
                        tuple("{'type':'string'},{'type':'string'}", NUMBER),
                        tuple("{'type':'string'}", NUMBER),
                        "ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/items/1"),
                no(
                        "tuple item changed",
                        tuple("{'type':'string'}", "true"),
                        tuple("{'type':'number'}", "true"),
                        "TYPE_CHANGED #/items/0"));
    }

    static List<Row> additionalItems() {
        return List.of(
                yes(
                        "additionalItems false to true",
                        tuple("{'type':'string'}", "false"),
                        tuple("{'type':'string'}", "true")),
                no(
                        "additionalItems true to false",
                        tuple("{'type':'string'}", "true"),
                        tuple("{'type':'string'}", "false"),
                        "ADDITIONAL_ITEMS_REMOVED #/additionalItems"),
                no(
                        "additionalItems true to a schema",
                        tuple("{'type':'string'}", "true"),
                        tuple("{'type':'string'}", NUMBER),
                        "ADDITIONAL_ITEMS_NARROWED #/additionalItems"),
                no(
                        "the schema of additionalItems narrowed",
                        tuple("{'type':'string'}", NUMBER),
                        tuple("{'type':'string'}", INTEGER),
                        "TYPE_NARROWED #/additionalItems"),
                yes(
                        "tuple respelled in the last draft",
                        tuple("{'type':'string'}", INTEGER),
                        "{'$schema':'https://json-schema.org/draft/2020-12/schema','type':'array',"
                                + "'prefixItems':[{'type':'string'}],'items':{'type':'number'}}"));
    }

    static List<Row> combinations() {
        return List.of(
                yes("anyOf: one added", "{'anyOf':" + STRING_OR_NUMBER + "}", "{'anyOf':" + THREE_TYPES + "}"),
                yes("oneOf: one added", "{'oneOf':" + STRING_OR_NUMBER + "}", "{'oneOf':" + THREE_TYPES + "}"),
                no(
                        "anyOf: one removed",
                        "{'anyOf':" + THREE_TYPES + "}",
                        "{'anyOf':" + STRING_OR_NUMBER + "}",
                        "SUM_TYPE_NARROWED #/anyOf"),
                no(
                        "oneOf: one removed",
                        "{'oneOf':" + THREE_TYPES + "}",
                        "{'oneOf':" + STRING_OR_NUMBER + "}",
                        "SUM_TYPE_NARROWED #/oneOf"),
                yes(
                        "oneOf: order changed",
                        "{'oneOf':" + STRING_OR_NUMBER + "}",
                        "{'oneOf':[{'type':'number'},{'type':'string'}]}"),
                no(
                        "anyOf: one replaced",
                        "{'anyOf':" + STRING_OR_NUMBER + "}",
                        "{'anyOf':[{'type':'string'},{'type':'boolean'}]}",
                        "COMBINED_TYPE_SUBSCHEMAS_CHANGED #/anyOf"),
                no(
                        "anyOf: one narrowed",
                        "{'anyOf':[{'type':'string'},{'type':'array'}]}",
                        "{'anyOf':[{'type':'string','maxLength':2},{'type':'array'}]}",
                        "COMBINED_TYPE_SUBSCHEMAS_CHANGED #/anyOf",
                        "MAX_LENGTH_ADDED #/anyOf/0/maxLength"),
                yes(
                        "allOf: one removed",
                        "{'allOf':[{'type':'string','minLength':1},{'type':'string','maxLength':9},{'type':'string'}]}",
                        "{'allOf':" + LIMITS + "}"),
                no(
                        "allOf: one added",
                        "{'allOf':" + LIMITS + "}",
                        "{'allOf':[{'type':'string','minLength':1},{'type':'string','maxLength':9},{'type':'string','pattern':'a'}]}",
                        "PRODUCT_TYPE_EXTENDED #/allOf"));
    }

    static List<Row> combinersChanged() {
        return List.of(
                yes("oneOf to anyOf", "{'oneOf':" + STRING_OR_NUMBER + "}", "{'anyOf':" + STRING_OR_NUMBER + "}"),
                yes("allOf to anyOf", "{'allOf':" + LIMITS + "}", "{'anyOf':" + LIMITS + "}"),
                no(
                        "anyOf to oneOf",
                        "{'anyOf':" + STRING_OR_NUMBER + "}",
                        "{'oneOf':" + STRING_OR_NUMBER + "}",
                        "COMBINED_TYPE_CHANGED #/oneOf"),
                no(
                        "anyOf to allOf",
                        "{'anyOf':" + STRING_OR_NUMBER + "}",
                        "{'allOf':" + STRING_OR_NUMBER + "}",
                        "COMBINED_TYPE_CHANGED #/allOf"),
                no(
                        "allOf to oneOf",
                        "{'allOf':" + LIMITS + "}",
                        "{'oneOf':" + LIMITS + "}",
                        "COMBINED_TYPE_CHANGED #/oneOf"),
                yes("both of size one", "{'anyOf':[{'type':'string'}]}", "{'allOf':[{'type':'string'}]}"),
                yes("singleton to oneOf", "{'allOf':[{'type':'string'}]}", "{'oneOf':" + STRING_OR_NUMBER + "}"),
                yes("allOf to singleton", "{'allOf':" + LIMITS + "}", "{'oneOf':[{'type':'string','minLength':1}]}"));
    }

    static List<Row> wrapped() {
        return List.of(
                yes("T to oneOf with T", STRING, "{'oneOf':" + STRING_OR_NUMBER + "}"),
                yes("T to anyOf with T", INTEGER, "{'anyOf':" + STRING_OR_NUMBER + "}"),
                yes("T to a list of types", STRING, "{'type':['string','null']}"),
                no(
                        "T to oneOf without T",
                        "{'type':'boolean'}",
                        "{'oneOf':" + STRING_OR_NUMBER + "}",
                        "TYPE_CHANGED #/"),
                no("T to allOf", STRING, "{'allOf':" + LIMITS + "}", "TYPE_CHANGED #/"),
                yes("allOf with T to T", "{'allOf':" + LIMITS + "}", STRING),
                no("allOf without T to T", "{'allOf':" + LIMITS + "}", NUMBER, "TYPE_CHANGED #/"),
                no("oneOf to one of them", "{'oneOf':" + STRING_OR_NUMBER + "}", STRING, "TYPE_CHANGED #/"),
                no("list of types narrowed", "{'type':['string','null']}", STRING, "TYPE_CHANGED #/"),
                yes("wrapped alone", STRING, "{'oneOf':[{'anyOf':[{'type':'string'}]}]}"),
                yes("unwrapped", "{'oneOf':[{'anyOf':[{'type':'string'}]}]}", STRING),
                yes(
                        "paired although the first fits both: only a maximum matching finds it",
                        "{'anyOf':[{'type':'integer'},{'type':'number','minimum':0}]}",
                        "{'anyOf':[{'type':'number'},{'type':'integer'}]}"));
    }

    static List<Row> references() {
        return List.of(
                yes("inlined", "{'$ref':'#/definitions/a','definitions':{'a':{'type':'string'}}}", STRING),
                no(
                        "target changed",
                        "{'properties':{'a':{'$ref':'#/definitions/a'}},'definitions':{'a':{'type':'string'}}}",
                        "{'properties':{'a':{'$ref':'#/definitions/a'}},'definitions':{'a':{'type':'number'}}}",
                        "TYPE_CHANGED #/properties/a"),
                yes(
                        "a definition that nobody uses",
                        "{'type':'string','definitions':{'a':{'type':'string'}}}",
                        "{'type':'string','definitions':{'a':{'type':'number'}}}"));
    }

    private static String tuple(String items, String rest) {
        return "{'type':'array','items':[" + items + "],'additionalItems':" + rest + "}";
    }

    private static String later(String more) {
        return "{'$schema':'https://json-schema.org/draft/2019-09/schema','type':'array'," + more + "}";
    }
}
