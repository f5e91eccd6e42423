package io.millrace.registry.json.read;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** What the value of a keyword has to be. */
enum Value {
    ANYTHING("anything", value -> true),
    TEXT("a string", JsonNode::isTextual),
    FLAG("true or false", JsonNode::isBoolean),
    NUMBER("a number", JsonNode::isNumber),
    POSITIVE(
            "a number above 0",
            value -> value.isNumber() && value.decimalValue().signum() > 0),
    COUNT("a whole number, 0 or more", Value::isCount),
    VALUES("an array", JsonNode::isArray),
    CHOICES("an array of at least one value", value -> value.isArray() && !value.isEmpty()),
    NAMES("an array of different strings", Value::isNames),
    NAMES_NOT_NONE("an array of at least one string, all different", value -> isNames(value) && !value.isEmpty()),
    NAMES_BY_NAME(
            "an object whose values are arrays of different strings",
            value -> value.isObject() && eachIn(value, Value::isNames)),
    TYPES("the name of a type, or an array of different ones", Value::isTypes),
    PATTERN("a string", JsonNode::isTextual),
    OBJECT("an object", JsonNode::isObject),
    SCHEMA("a schema", Value::isSchema) {
        @Override
        void children(JsonNode value, BiConsumer<String, JsonNode> child) {
            child.accept("", value);
        }
    },
    SCHEMAS(
            "an array of at least one schema",
            value -> value.isArray() && !value.isEmpty() && eachIn(value, Value::isSchema)) {
        @Override
        void children(JsonNode value, BiConsumer<String, JsonNode> child) {
            for (int i = 0; i < value.size(); i++) {
                child.accept("/" + i, value.get(i));
            }
        }
    },
    SCHEMAS_BY_NAME("an object whose values are schemas", value -> value.isObject() && eachIn(value, Value::isSchema)) {
        @Override
        void children(JsonNode value, BiConsumer<String, JsonNode> child) {
            value.properties().forEach(each -> child.accept("/" + Pointers.escape(each.getKey()), each.getValue()));
        }
    },
    SCHEMAS_BY_PATTERN(
            "an object whose values are schemas", value -> value.isObject() && eachIn(value, Value::isSchema)) {
        @Override
        void children(JsonNode value, BiConsumer<String, JsonNode> child) {
            SCHEMAS_BY_NAME.children(value, child);
        }
    },
    ITEMS("a schema, or an array of schemas", value -> isSchema(value) || isSchemas(value)) {
        @Override
        void children(JsonNode value, BiConsumer<String, JsonNode> child) {
            (value.isArray() ? SCHEMAS : SCHEMA).children(value, child);
        }
    },
    DEPENDENCIES(
            "an object whose values are schemas or arrays of different strings",
            value -> value.isObject() && eachIn(value, each -> isSchema(each) || isNames(each))) {
        @Override
        void children(JsonNode value, BiConsumer<String, JsonNode> child) {
            for (var each : value.properties()) {
                if (isSchema(each.getValue())) {
                    child.accept("/" + Pointers.escape(each.getKey()), each.getValue());
                }
            }
        }
    };

    private static final Set<String> TYPE_NAMES =
            Set.of("array", "boolean", "integer", "null", "number", "object", "string");

    private final String expectation;
    // None of the predicates keeps anything.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Predicate<JsonNode> shape;

    Value(String expectation, Predicate<JsonNode> shape) {
        this.expectation = expectation;
        this.shape = shape;
    }

    /** What it must be, to follow "must be". */
    String expectation() {
        return expectation;
    }

    boolean fits(JsonNode value) {
        return shape.test(value);
    }

    /** Each schema inside a value that fits, with its pointer from there. */
    void children(JsonNode value, BiConsumer<String, JsonNode> child) {
        // Most values hold no schema.
    }

    static boolean isSchema(JsonNode value) {
        return value.isObject() || value.isBoolean();
    }

    private static boolean isSchemas(JsonNode value) {
        return SCHEMAS.fits(value);
    }

    private static boolean isCount(JsonNode value) {
        if (!value.isNumber()) {
            return false;
        }
        BigDecimal number = value.decimalValue();
        return number.signum() >= 0 && number.stripTrailingZeros().scale() <= 0;
    }

    private static boolean isNames(JsonNode value) {
        Set<String> names = new HashSet<>();
        return value.isArray() && eachIn(value, name -> name.isTextual() && names.add(name.textValue()));
    }

    private static boolean isTypes(JsonNode value) {
        if (value.isTextual()) {
            return TYPE_NAMES.contains(value.textValue());
        }
        return isNames(value) && !value.isEmpty() && eachIn(value, name -> TYPE_NAMES.contains(name.textValue()));
    }

    private static boolean eachIn(JsonNode container, Predicate<JsonNode> test) {
        for (JsonNode element : container) {
            if (!test.test(element)) {
                return false;
            }
        }
        return container.isContainerNode();
    }
}
