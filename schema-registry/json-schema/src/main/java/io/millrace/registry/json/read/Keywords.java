package io.millrace.registry.json.read;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Which keywords a draft knows, and what their values have to be. Others are nothing to it. */
final class Keywords {
    private static final Map<Draft, Map<String, Value>> KNOWN = new EnumMap<>(Draft.class);

    static {
        Map<String, Value> known = inAllDrafts();
        known.put("id", Value.TEXT);
        known.put("definitions", Value.SCHEMAS_BY_NAME);
        known.put("dependencies", Value.DEPENDENCIES);
        known.put("items", Value.ITEMS);
        known.put("additionalItems", Value.SCHEMA);
        known.put("enum", Value.CHOICES);
        known.put("required", Value.NAMES_NOT_NONE);
        known.put("exclusiveMinimum", Value.FLAG);
        known.put("exclusiveMaximum", Value.FLAG);
        KNOWN.put(Draft.DRAFT_4, Map.copyOf(known));

        known.remove("id");
        known.put("$id", Value.TEXT);
        known.put("required", Value.NAMES);
        known.put("exclusiveMinimum", Value.NUMBER);
        known.put("exclusiveMaximum", Value.NUMBER);
        known.put("const", Value.ANYTHING);
        known.put("contains", Value.SCHEMA);
        known.put("propertyNames", Value.SCHEMA);
        known.put("examples", Value.VALUES);
        KNOWN.put(Draft.DRAFT_6, Map.copyOf(known));

        known.put("enum", Value.VALUES);
        known.put("$comment", Value.TEXT);
        known.put("if", Value.SCHEMA);
        known.put("then", Value.SCHEMA);
        known.put("else", Value.SCHEMA);
        known.put("readOnly", Value.FLAG);
        known.put("writeOnly", Value.FLAG);
        known.put("contentMediaType", Value.TEXT);
        known.put("contentEncoding", Value.TEXT);
        KNOWN.put(Draft.DRAFT_7, Map.copyOf(known));

        known.put("$anchor", Value.TEXT);
        known.put("$defs", Value.SCHEMAS_BY_NAME);
        known.put("$vocabulary", Value.OBJECT);
        known.put("$recursiveRef", Value.TEXT);
        known.put("$recursiveAnchor", Value.FLAG);
        known.put("dependentRequired", Value.NAMES_BY_NAME);
        known.put("dependentSchemas", Value.SCHEMAS_BY_NAME);
        known.put("unevaluatedItems", Value.SCHEMA);
        known.put("unevaluatedProperties", Value.SCHEMA);
        known.put("minContains", Value.COUNT);
        known.put("maxContains", Value.COUNT);
        known.put("contentSchema", Value.SCHEMA);
        known.put("deprecated", Value.FLAG);
        KNOWN.put(Draft.DRAFT_2019_09, Map.copyOf(known));

        known.remove("$recursiveRef");
        known.put("$recursiveAnchor", Value.TEXT);
        known.remove("additionalItems");
        known.put("$dynamicRef", Value.TEXT);
        known.put("$dynamicAnchor", Value.TEXT);
        known.put("prefixItems", Value.SCHEMAS);
        known.put("items", Value.SCHEMA);
        KNOWN.put(Draft.DRAFT_2020_12, Map.copyOf(known));
    }

    private Keywords() {}

    /** What a keyword's value has to be, if the draft knows the keyword. */
    static Optional<Value> of(Draft draft, String keyword) {
        return Optional.ofNullable(KNOWN.get(draft).get(keyword));
    }

    private static Map<String, Value> inAllDrafts() {
        Map<String, Value> known = new LinkedHashMap<>();
        for (String text : new String[] {"$schema", "$ref", "title", "description", "format"}) {
            known.put(text, Value.TEXT);
        }
        for (String count :
                new String[] {"minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"}) {
            known.put(count, Value.COUNT);
        }
        for (String schemas : new String[] {"allOf", "anyOf", "oneOf"}) {
            known.put(schemas, Value.SCHEMAS);
        }
        known.put("default", Value.ANYTHING);
        known.put("type", Value.TYPES);
        known.put("multipleOf", Value.POSITIVE);
        known.put("minimum", Value.NUMBER);
        known.put("maximum", Value.NUMBER);
        known.put("pattern", Value.PATTERN);
        known.put("uniqueItems", Value.FLAG);
        known.put("properties", Value.SCHEMAS_BY_NAME);
        known.put("patternProperties", Value.SCHEMAS_BY_PATTERN);
        known.put("additionalProperties", Value.SCHEMA);
        known.put("not", Value.SCHEMA);
        return known;
    }
}
