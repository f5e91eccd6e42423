package io.millrace.registry.json.compare;

import io.millrace.registry.json.shape.Rule.Combined;
import io.millrace.registry.json.shape.Rule.Criterion;
import io.millrace.registry.json.shape.SchemaNode;
import java.util.List;

/** Compares pairs of schemas of which at least one is a combination of two or more. */
final class CombinedComparison {
    private CombinedComparison() {}

    static void compare(Walk walk, SchemaNode reader, SchemaNode writer, Findings findings) {
        boolean combinedReader = reader.rule() instanceof Combined;
        boolean combinedWriter = writer.rule() instanceof Combined;
        if (combinedReader && combinedWriter) {
            both(walk, (Combined) reader.rule(), (Combined) writer.rule(), findings);
        } else if (combinedReader) {
            Combined asked = (Combined) reader.rule();
            if (asked.criterion() == Criterion.ALL
                    || asked.members().stream().noneMatch(member -> walk.reads(member, writer))) {
                findings.add(Broken.TYPE_CHANGED, "", writer.rule().label(), asked.label());
            }
        } else {
            Combined given = (Combined) writer.rule();
            if (given.criterion() != Criterion.ALL
                    || given.members().stream().noneMatch(member -> walk.reads(reader, member))) {
                findings.add(
                        Broken.TYPE_CHANGED, "", given.label(), reader.rule().label());
            }
        }
    }

    private static void both(Walk walk, Combined reader, Combined writer, Findings findings) {
        String step = reader.written() ? reader.criterion().keyword() : "";
        List<SchemaNode> asked = reader.members();
        List<SchemaNode> given = writer.members();
        if (reader.criterion() != writer.criterion() && reader.criterion() != Criterion.ANY) {
            findings.add(Broken.COMBINED_TYPE_CHANGED, step, writer.label(), reader.label());
            return;
        }
        if (reader.criterion() == Criterion.ALL && asked.size() > given.size()) {
            findings.add(Broken.PRODUCT_TYPE_EXTENDED, step, given.size(), asked.size());
        } else if (writer.criterion() != Criterion.ALL && asked.size() < given.size()) {
            findings.add(Broken.SUM_TYPE_NARROWED, step, given.size(), asked.size());
        }
        Matching matching = Matching.of(
                walk.budget(),
                asked.size(),
                given.size(),
                (left, right) -> walk.reads(asked.get(left), given.get(right)));
        if (matching.size() < Math.min(asked.size(), given.size())) {
            findings.add(
                    Broken.COMBINED_TYPE_SUBSCHEMAS_CHANGED,
                    step,
                    given.size(),
                    matching.size() + " of " + asked.size() + " have a counterpart");
            if (walk.isTelling()) {
                explain(walk, reader, writer, matching, findings);
            }
        }
    }

    /** Says more of those without a partner that can only have been meant for each other. */
    private static void explain(Walk walk, Combined reader, Combined writer, Matching matching, Findings findings) {
        for (int left = 0; left < reader.members().size(); left++) {
            SchemaNode asked = reader.members().get(left).meant();
            if (matching.hasLeft(left)) {
                continue;
            }
            walk.budget().spend(writer.members().size());
            SchemaNode meant = null;
            for (int right = 0; right < writer.members().size(); right++) {
                SchemaNode given = writer.members().get(right).meant();
                if (matching.hasRight(right)
                        || !given.rule().label().equals(asked.rule().label())) {
                    continue;
                }
                if (meant != null) {
                    meant = null;
                    break;
                }
                meant = given;
            }
            if (meant != null) {
                String step = reader.written() ? reader.criterion().keyword() + "/" + left : "";
                findings.addAll(step, walk.differences(asked, meant));
            }
        }
    }
}
