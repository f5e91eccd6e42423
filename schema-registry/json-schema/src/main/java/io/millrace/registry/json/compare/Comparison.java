package io.millrace.registry.json.compare;

import io.millrace.registry.json.shape.ArrayRule;
import io.millrace.registry.json.shape.Notes;
import io.millrace.registry.json.shape.NumberRule;
import io.millrace.registry.json.shape.ObjectRule;
import io.millrace.registry.json.shape.Rule;
import io.millrace.registry.json.shape.SchemaNode;
import io.millrace.registry.json.shape.StringRule;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import java.util.Optional;

/** Compares one pair of schemas; what is inside them goes back to the walk. */
final class Comparison {
    private Comparison() {}

    static void compare(Walk walk, SchemaNode reader, SchemaNode writer, Findings findings) {
        if (reader.isAnything() || writer.isNothing()) {
            return;
        }
        Rule asked = reader.rule();
        Rule given = writer.rule();
        if (asked instanceof Rule.Combined || given instanceof Rule.Combined) {
            CombinedComparison.compare(walk, reader, writer, findings);
        } else if (asked instanceof ObjectRule a && given instanceof ObjectRule g) {
            new ObjectComparison(walk, a, g, findings).compare();
        } else if (asked instanceof ArrayRule a && given instanceof ArrayRule g) {
            new ArrayComparison(walk, a, g, findings).compare();
        } else if (asked instanceof StringRule a && given instanceof StringRule g) {
            a.pattern().ifPresent(walk.budget()::spendOn);
            ScalarComparison.strings(a, g, findings);
        } else if (asked instanceof NumberRule a && given instanceof NumberRule g) {
            ScalarComparison.numbers(walk.budget(), a, g, findings);
        } else if (asked instanceof Rule.Fixed a && given instanceof Rule.Fixed g) {
            fixed(walk, a, g, findings);
        } else if (asked instanceof Rule.Not a && given instanceof Rule.Not g) {
            if (!walk.reads(g.excluded(), a.excluded())) {
                findings.add(Broken.NOT_TYPE_EXTENDED, "not", "", "");
            }
        } else if (asked instanceof Rule.Conditional a && given instanceof Rule.Conditional g) {
            conditional(walk, a, g, findings);
        } else if (!isSame(asked, given)) {
            findings.add(Broken.TYPE_CHANGED, "", given.label(), asked.label());
        }
        if (walk.policy() == CompatibilityPolicy.LOGICAL && isCombined(asked) == isCombined(given)) {
            notes(walk.budget(), reader.notes(), writer.notes(), findings);
        }
    }

    /** Of types without keywords, and of references that resolve nowhere. */
    private static boolean isSame(Rule reader, Rule writer) {
        return reader.getClass() == writer.getClass()
                && (reader instanceof Rule.Is || reader instanceof Rule.Unresolved)
                && reader.label().equals(writer.label());
    }

    private static boolean isCombined(Rule rule) {
        return rule instanceof Rule.Combined;
    }

    private static void fixed(Walk walk, Rule.Fixed reader, Rule.Fixed writer, Findings findings) {
        JsonValues taken = walk.values(reader);
        JsonValues given = walk.values(writer);
        if (!taken.containsAll(given)) {
            Broken rule = given.containsAll(taken) ? Broken.ENUM_ARRAY_NARROWED : Broken.ENUM_ARRAY_CHANGED;
            findings.add(rule, "enum", writer.values(), reader.values());
        }
    }

    /** What holds if a test passes can be compared only if both test the same. */
    private static void conditional(Walk walk, Rule.Conditional reader, Rule.Conditional writer, Findings findings) {
        if (!walk.reads(reader.test(), writer.test()) || !walk.reads(writer.test(), reader.test())) {
            findings.add(Broken.TYPE_CHANGED, "if", "if", "if");
            return;
        }
        optional(walk, "then", reader.then(), writer.then(), findings);
        optional(walk, "else", reader.otherwise(), writer.otherwise(), findings);
    }

    /** Of schemas that may be missing; a missing one asks nothing. */
    static void optional(
            Walk walk, String step, Optional<SchemaNode> reader, Optional<SchemaNode> writer, Findings findings) {
        if (reader.isEmpty() || reader.get().isAnything()) {
            return;
        }
        if (writer.isEmpty()) {
            findings.add(
                    Broken.SCHEMA_ADDED, step, "", reader.get().meant().rule().label());
        } else {
            findings.addAll(step, walk.differences(reader.get(), writer.get()));
        }
    }

    private static void notes(Budget budget, Notes reader, Notes writer, Findings findings) {
        reader.title().ifPresent(budget::spendOn);
        reader.format().ifPresent(budget::spendOn);
        reader.contentEncoding().ifPresent(budget::spendOn);
        reader.connectType().ifPresent(budget::spendOn);
        note(Broken.TITLE_CHANGED, "title", reader.title(), writer.title(), findings);
        note(Broken.FORMAT_CHANGED, "format", reader.format(), writer.format(), findings);
        note(
                Broken.CONTENT_ENCODING_CHANGED,
                "contentEncoding",
                reader.contentEncoding(),
                writer.contentEncoding(),
                findings);
        note(Broken.CONNECT_TYPE_CHANGED, "connect.type", reader.connectType(), writer.connectType(), findings);
    }

    private static void note(
            Broken rule, String step, Optional<String> reader, Optional<String> writer, Findings findings) {
        if (!reader.equals(writer)) {
            findings.add(rule, step, writer.orElse(""), reader.orElse(""));
        }
    }
}
