package io.millrace.registry.json.shape;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * What one schema asks of a value. A schema whose keywords are of several groups is a {@link Combined} of {@link
 * Criterion#ALL} that was not written as one.
 */
public sealed interface Rule
        permits ArrayRule,
                NumberRule,
                ObjectRule,
                Rule.Anything,
                Rule.Combined,
                Rule.Conditional,
                Rule.Fixed,
                Rule.Is,
                Rule.Not,
                Rule.Reference,
                Rule.Unresolved,
                StringRule {

    /** What it is called in a reason, such as "string" or "oneOf". */
    String label();

    /** Every value, {@code true} or {@code {}}, or none at all, {@code false}. */
    record Anything(boolean allowed) implements Rule {
        @Override
        public String label() {
            return Boolean.toString(allowed);
        }
    }

    /** A type that has no keywords of its own: boolean or null. */
    record Is(String label) implements Rule {}

    /** One of some values: {@code enum}, or {@code const} as an enum of one. */
    record Fixed(List<JsonNode> values) implements Rule {
        public Fixed {
            values = List.copyOf(values);
        }

        @Override
        public String label() {
            return "enum";
        }
    }

    /** How the members of a combination hold together. */
    enum Criterion {
        ALL("allOf"),
        ANY("anyOf"),
        ONE("oneOf");

        private final String keyword;

        Criterion(String keyword) {
            this.keyword = keyword;
        }

        /** The keyword that says so. */
        public String keyword() {
            return keyword;
        }
    }

    /**
     * Some schemas that must hold together, or one for another.
     *
     * @param written whether its keyword stands in the text; a list of types or keywords of several groups have none
     */
    record Combined(Criterion criterion, List<SchemaNode> members, boolean written) implements Rule {
        public Combined {
            members = List.copyOf(members);
        }

        @Override
        public String label() {
            return criterion.keyword();
        }
    }

    /** A value must not fit. */
    record Not(SchemaNode excluded) implements Rule {
        @Override
        public String label() {
            return "not";
        }
    }

    /** {@code if}, {@code then}, {@code else}. */
    record Conditional(SchemaNode test, Optional<SchemaNode> then, Optional<SchemaNode> otherwise) implements Rule {
        @Override
        public String label() {
            return "if";
        }
    }

    /** What another schema asks. */
    record Reference(SchemaNode target) implements Rule {
        @Override
        public String label() {
            return "$ref";
        }
    }

    /** A reference that resolves nowhere, which only a schema of an earlier registry may have. */
    record Unresolved(String reference) implements Rule {
        @Override
        public String label() {
            return reference;
        }
    }
}
