package io.millrace.registry.json.compare;

import io.millrace.registry.json.shape.ObjectRule;
import io.millrace.registry.json.shape.SchemaNode;
import java.util.Map;
import java.util.Set;

/** Compares keywords of objects. Whether properties may come and go depends on what holds for those without a name. */
final class ObjectComparison {
    private final Walk walk;
    private final ObjectRule reader;
    private final ObjectRule writer;
    private final Findings findings;

    ObjectComparison(Walk walk, ObjectRule reader, ObjectRule writer, Findings findings) {
        this.walk = walk;
        this.reader = reader;
        this.writer = writer;
        this.findings = findings;
    }

    void compare() {
        ScalarComparison.lower(
                "minProperties",
                Broken.MIN_PROPERTIES_ADDED,
                Broken.MIN_PROPERTIES_INCREASED,
                reader.size().min(),
                writer.size().min(),
                findings);
        ScalarComparison.upper(
                "maxProperties",
                Broken.MAX_PROPERTIES_ADDED,
                Broken.MAX_PROPERTIES_DECREASED,
                reader.size().max(),
                writer.size().max(),
                findings);
        required();
        Comparison.optional(walk, "propertyNames", reader.names(), writer.names(), findings);
        dependencies();
        rest();
        new PatternComparison(walk, reader, writer, findings).compare();
        properties();
    }

    private void required() {
        for (String name : reader.required()) {
            walk.budget().spendOn(name);
            boolean newName = reader.properties().containsKey(name)
                    && !writer.properties().containsKey(name);
            // A property that is new is judged as such.
            if (!writer.required().contains(name) && !newName && !hasDefault(name)) {
                findings.add(Broken.REQUIRED_ATTRIBUTE_ADDED, "required/" + name, "", name);
            }
        }
    }

    private boolean hasDefault(String name) {
        SchemaNode property = reader.properties().get(name);
        return property != null
                && (property.notes().hasDefault() || property.meant().notes().hasDefault());
    }

    private void dependencies() {
        for (Map.Entry<String, Set<String>> each : reader.dependentRequired().entrySet()) {
            Set<String> asked = each.getValue();
            walk.budget().spendOn(each.getKey());
            Set<String> given = writer.dependentRequired().get(each.getKey());
            if (given != null) {
                walk.budget().spend((long) asked.size() + given.size());
            }
            if (given == null) {
                findings.add(Broken.DEPENDENCY_ARRAY_ADDED, "dependencies/" + each.getKey(), "", asked);
            } else if (!given.containsAll(asked)) {
                findings.add(
                        asked.containsAll(given) ? Broken.DEPENDENCY_ARRAY_EXTENDED : Broken.DEPENDENCY_ARRAY_CHANGED,
                        "dependencies/" + each.getKey(),
                        given,
                        asked);
            }
        }
        for (Map.Entry<String, SchemaNode> each : reader.dependentSchemas().entrySet()) {
            walk.budget().spendOn(each.getKey());
            String step = "dependencies/" + each.getKey();
            SchemaNode given = writer.dependentSchemas().get(each.getKey());
            if (given != null) {
                findings.addAll(step, walk.differences(each.getValue(), given));
            } else if (!each.getValue().isAnything()) {
                findings.add(Broken.DEPENDENCY_SCHEMA_ADDED, step, "", label(each.getValue()));
            }
        }
    }

    private void rest() {
        SchemaNode asked = reader.rest();
        SchemaNode given = writer.rest();
        if (asked.isAnything() || given.isNothing()) {
            return;
        }
        if (asked.isNothing()) {
            findings.add(Broken.ADDITIONAL_PROPERTIES_REMOVED, "additionalProperties", label(given), false);
        } else if (given.isAnything()) {
            findings.add(Broken.ADDITIONAL_PROPERTIES_NARROWED, "additionalProperties", true, label(asked));
        } else {
            findings.addAll("additionalProperties", walk.differences(asked, given));
        }
    }

    private void properties() {
        writer.properties().forEach((name, given) -> {
            walk.budget().spendOn(name);
            SchemaNode asked = reader.properties().get(name);
            if (asked == null) {
                removed(name, given);
            } else {
                findings.addAll("properties/" + name, walk.differences(asked, given));
            }
        });
        reader.properties().forEach((name, asked) -> {
            walk.budget().spendOn(name);
            if (!writer.properties().containsKey(name)) {
                added(name, asked);
            }
        });
    }

    private void added(String name, SchemaNode asked) {
        String step = "properties/" + name;
        boolean required =
                reader.required().contains(name) && !writer.required().contains(name);
        if (required && !hasDefault(name)) {
            findings.add(
                    writer.isOpen()
                            ? Broken.REQUIRED_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL
                            : Broken.REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL,
                    step,
                    "",
                    label(asked));
        } else if (asked.isAnything() || writer.isClosed()) {
            return;
        } else if (writer.isOpen()) {
            findings.add(
                    required
                            ? Broken.REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_OPEN_CONTENT_MODEL
                            : Broken.OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL,
                    step,
                    "",
                    label(asked));
        } else if (!Coverage.of(writer, name, walk.patterns()).isReadBy(walk, asked)) {
            findings.add(Broken.PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL, step, "", label(asked));
        }
    }

    private void removed(String name, SchemaNode given) {
        String step = "properties/" + name;
        if (given.isNothing() || reader.isOpen()) {
            return;
        }
        if (reader.isClosed()) {
            findings.add(Broken.PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL, step, label(given), "");
        } else if (!Coverage.of(reader, name, walk.patterns()).reads(walk, given)) {
            findings.add(Broken.PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL, step, label(given), "");
        }
    }

    static String label(SchemaNode node) {
        return node.meant().rule().label();
    }
}
