package io.millrace.registry.json.compare;

import io.millrace.registry.json.shape.ArrayRule;
import io.millrace.registry.json.shape.ArrayRule.Contains;
import io.millrace.registry.json.shape.SchemaNode;
import java.util.Optional;

/** Compares keywords of arrays. */
final class ArrayComparison {
    private final Walk walk;
    private final ArrayRule reader;
    private final ArrayRule writer;
    private final Findings findings;

    ArrayComparison(Walk walk, ArrayRule reader, ArrayRule writer, Findings findings) {
        this.walk = walk;
        this.reader = reader;
        this.writer = writer;
        this.findings = findings;
    }

    void compare() {
        ScalarComparison.lower(
                "minItems",
                Broken.MIN_ITEMS_ADDED,
                Broken.MIN_ITEMS_INCREASED,
                reader.size().min(),
                writer.size().min(),
                findings);
        ScalarComparison.upper(
                "maxItems",
                Broken.MAX_ITEMS_ADDED,
                Broken.MAX_ITEMS_DECREASED,
                reader.size().max(),
                writer.size().max(),
                findings);
        if (reader.unique() && !writer.unique()) {
            findings.add(Broken.UNIQUE_ITEMS_ADDED, "uniqueItems", false, true);
        }
        contains();
        rest();
        walk.budget().spend((long) reader.tuple().size() + writer.tuple().size());
        int both = Math.min(reader.tuple().size(), writer.tuple().size());
        for (int i = 0; i < both; i++) {
            findings.addAll(
                    "items/" + i,
                    walk.differences(reader.tuple().get(i), writer.tuple().get(i)));
        }
        for (int i = both; i < reader.tuple().size(); i++) {
            added("items/" + i, reader.tuple().get(i));
        }
        for (int i = both; i < writer.tuple().size(); i++) {
            removed("items/" + i, writer.tuple().get(i));
        }
    }

    private void rest() {
        SchemaNode asked = reader.rest();
        SchemaNode given = writer.rest();
        if (reader.tuple().isEmpty() && writer.tuple().isEmpty()) {
            Comparison.optional(
                    walk,
                    "items",
                    Optional.of(asked),
                    given.isAnything() ? Optional.empty() : Optional.of(given),
                    findings);
        } else if (asked.isAnything() || given.isNothing()) {
            return;
        } else if (asked.isNothing()) {
            findings.add(Broken.ADDITIONAL_ITEMS_REMOVED, "additionalItems", label(given), false);
        } else if (given.isAnything()) {
            findings.add(Broken.ADDITIONAL_ITEMS_NARROWED, "additionalItems", true, label(asked));
        } else {
            findings.addAll("additionalItems", walk.differences(asked, given));
        }
    }

    private void added(String step, SchemaNode item) {
        SchemaNode before = writer.rest();
        if (item.isAnything()) {
            return;
        }
        if (before.isAnything()) {
            findings.add(Broken.ITEM_ADDED_TO_OPEN_CONTENT_MODEL, step, "", label(item));
        } else if (!walk.reads(item, before)) {
            findings.add(
                    Broken.ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL, step, label(before), label(item));
        }
    }

    private void removed(String step, SchemaNode item) {
        SchemaNode now = reader.rest();
        if (item.isNothing() || now.isAnything()) {
            return;
        }
        if (now.isNothing()) {
            findings.add(Broken.ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL, step, label(item), "");
        } else if (!walk.reads(now, item)) {
            findings.add(
                    Broken.ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL, step, label(item), label(now));
        }
    }

    private void contains() {
        if (reader.contains().isEmpty()) {
            return;
        }
        Contains asked = reader.contains().get();
        Optional<Contains> given = writer.contains();
        if (asked.min().signum() > 0) {
            if (given.isEmpty()) {
                findings.add(Broken.SCHEMA_ADDED, "contains", "", label(asked.schema()));
                return;
            }
            findings.addAll(
                    "contains", walk.differences(asked.schema(), given.get().schema()));
            if (asked.min().compareTo(given.get().min()) > 0) {
                findings.add(
                        Broken.MIN_CONTAINS_INCREASED,
                        "minContains",
                        given.get().min(),
                        asked.min());
            }
        }
        ScalarComparison.upper(
                "maxContains",
                Broken.MAX_CONTAINS_ADDED,
                Broken.MAX_CONTAINS_DECREASED,
                asked.max(),
                given.flatMap(Contains::max),
                findings);
        if (asked.max().isPresent()
                && given.isPresent()
                && given.get().max().isPresent()
                && !walk.reads(given.get().schema(), asked.schema())) {
            // More items may fit now, and there must not be more than before.
            findings.add(
                    Broken.MAX_CONTAINS_DECREASED,
                    "maxContains",
                    label(given.get().schema()),
                    label(asked.schema()));
        }
    }

    private static String label(SchemaNode node) {
        return node.meant().rule().label();
    }
}
