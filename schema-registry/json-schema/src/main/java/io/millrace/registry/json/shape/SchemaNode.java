package io.millrace.registry.json.shape;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * A schema at its place. Its identity counts: a schema that is referred to from many places is one node, so schemas that
 * contain themselves are circles of nodes.
 */
public final class SchemaNode {
    private static final SchemaNode ANYTHING = of(new Rule.Anything(true), Notes.NONE);

    private Rule rule;
    private Notes notes = Notes.NONE;

    /** Found when it is first asked for. All threads find the same, so that it does not matter which of them was first. */
    private SchemaNode meant;

    /** A node that is built right away. */
    public static SchemaNode of(Rule rule, Notes notes) {
        SchemaNode node = new SchemaNode();
        node.build(rule, notes);
        return node;
    }

    /** Says what it is; once, and before anyone else sees it. */
    public void build(Rule itsRule, Notes itsNotes) {
        if (rule != null) {
            throw new IllegalStateException("this schema is built already");
        }
        rule = itsRule;
        notes = itsNotes;
    }

    /** What it asks. */
    public Rule rule() {
        return rule;
    }

    /** What it says besides. */
    public Notes notes() {
        return notes;
    }

    /**
     * The schema that this one means: behind references, and inside combinations of one. A schema that says no more than
     * that it is itself asks nothing. Only for schemas that are built, with all that they refer to.
     */
    public SchemaNode meant() {
        SchemaNode known = meant;
        return known != null ? known : findMeant();
    }

    private SchemaNode findMeant() {
        Set<SchemaNode> passed = Collections.newSetFromMap(new IdentityHashMap<>());
        SchemaNode node = this;
        SchemaNode found = meant;
        while (found == null) {
            if (!passed.add(node)) {
                found = ANYTHING;
            } else if (node.rule instanceof Rule.Reference reference) {
                node = reference.target();
            } else if (node.rule instanceof Rule.Combined combined
                    && combined.members().size() == 1) {
                node = combined.members().get(0);
            } else {
                found = node;
            }
            found = found == null ? node.meant : found;
        }
        for (SchemaNode each : passed) {
            each.meant = found;
        }
        return found;
    }

    /** Whether every value fits. */
    public boolean isAnything() {
        return meant().rule instanceof Rule.Anything anything && anything.allowed();
    }

    /** Whether no value fits. */
    public boolean isNothing() {
        return meant().rule instanceof Rule.Anything anything && !anything.allowed();
    }
}
