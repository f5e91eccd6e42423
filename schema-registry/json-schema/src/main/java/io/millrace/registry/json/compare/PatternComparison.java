package io.millrace.registry.json.compare;

import io.millrace.registry.json.compare.NamePatterns.Match;
import io.millrace.registry.json.shape.ObjectRule;
import io.millrace.registry.json.shape.SchemaNode;
import java.util.Map;
import java.util.stream.Stream;

/** Compares {@code patternProperties}. Patterns are the same if they are written the same. */
final class PatternComparison {
    private final Walk walk;
    private final ObjectRule reader;
    private final ObjectRule writer;
    private final Findings findings;

    PatternComparison(Walk walk, ObjectRule reader, ObjectRule writer, Findings findings) {
        this.walk = walk;
        this.reader = reader;
        this.writer = writer;
        this.findings = findings;
    }

    void compare() {
        for (Map.Entry<String, SchemaNode> each : reader.patterns().entrySet()) {
            walk.budget().spendOn(each.getKey());
            SchemaNode given = writer.patterns().get(each.getKey());
            if (given == null) {
                added(each.getKey(), each.getValue());
            } else {
                findings.addAll("patternProperties/" + each.getKey(), walk.differences(each.getValue(), given));
            }
        }
        for (Map.Entry<String, SchemaNode> each : writer.patterns().entrySet()) {
            walk.budget().spendOn(each.getKey());
            if (!reader.patterns().containsKey(each.getKey())) {
                removed(each.getKey(), each.getValue());
            }
        }
    }

    /** Names of the writer that match it must fit it; of names that it leaves open, none is known not to match. */
    private void added(String pattern, SchemaNode asked) {
        String step = "patternProperties/" + pattern;
        if (asked.isAnything()) {
            return;
        }
        writer.properties().forEach((name, given) -> {
            if (walk.patterns().match(pattern, name) != Match.NO && !walk.reads(asked, given)) {
                notCovered(step, given, asked);
            }
        });
        if (writer.isOpen()) {
            findings.add(Broken.OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL, step, "", ObjectComparison.label(asked));
            return;
        }
        Stream.concat(Stream.of(writer.rest()), writer.patterns().values().stream())
                .filter(given -> !walk.reads(asked, given))
                .findFirst()
                .ifPresent(given -> notCovered(step, given, asked));
    }

    private void notCovered(String step, SchemaNode given, SchemaNode asked) {
        findings.add(
                Broken.PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL,
                step,
                ObjectComparison.label(given),
                ObjectComparison.label(asked));
    }

    /** Names that matched it now fall to the rest. */
    private void removed(String pattern, SchemaNode given) {
        String step = "patternProperties/" + pattern;
        if (given.isNothing() || reader.rest().isAnything()) {
            return;
        }
        if (reader.rest().isNothing()) {
            findings.add(Broken.PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL, step, ObjectComparison.label(given), "");
        } else if (!walk.reads(reader.rest(), given)) {
            findings.add(
                    Broken.PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL,
                    step,
                    ObjectComparison.label(given),
                    ObjectComparison.label(reader.rest()));
        }
    }
}
