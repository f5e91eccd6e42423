package io.millrace.registry.json.shape;

/**
 * A schema at its place. Its identity counts: a schema that is referred to from many places is one node, so schemas that
 * contain themselves are circles of nodes.
 */
public final class SchemaNode {
    /** References to references, and combinations of a single schema, that are seen through; more is a circle. */
    private static final int STEPS_MAX = 1_000;

    private static final SchemaNode ANYTHING = of(new Rule.Anything(true), Notes.NONE);

    private Rule rule;
    private Notes notes = Notes.NONE;

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
     * that it is itself asks nothing.
     */
    public SchemaNode meant() {
        SchemaNode node = this;
        for (int step = 0; step < STEPS_MAX; step++) {
            if (node.rule instanceof Rule.Reference reference) {
                node = reference.target();
            } else if (node.rule instanceof Rule.Combined combined
                    && combined.members().size() == 1) {
                node = combined.members().get(0);
            } else {
                return node;
            }
        }
        return ANYTHING;
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
