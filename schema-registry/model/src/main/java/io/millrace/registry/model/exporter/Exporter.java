package io.millrace.registry.model.exporter;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An exporter as its owner describes it.
 *
 * @param id of this exporter alone; one that is made later under the same name has another
 * @param context of the destination, with its dot; empty unless the type is {@code CUSTOM}
 * @param subjects which ones it takes, as {@link SubjectSelection} reads them
 * @param subjectRenameFormat a subject's name in the destination, where {@code ${subject}} stands for its own
 * @param config where the destination is, and what to show it; holds secrets
 */
public record Exporter(
        String name,
        String id,
        ContextType contextType,
        String context,
        List<String> subjects,
        String subjectRenameFormat,
        SortedMap<String, String> config) {
    /** Stands for the subject's own name. */
    public static final String SUBJECT = "${subject}";

    public Exporter {
        subjects = List.copyOf(subjects);
        config = Collections.unmodifiableSortedMap(new TreeMap<>(config));
    }

    /** The same to another destination. */
    public Exporter withConfig(SortedMap<String, String> other) {
        return new Exporter(name, id, contextType, context, subjects, subjectRenameFormat, other);
    }

    /** Whether the other takes the same schemas, and gives them the same names. */
    public boolean copiesAs(Exporter other) {
        return subjects.equals(other.subjects)
                && contextType == other.contextType
                && context.equals(other.context)
                && subjectRenameFormat.equals(other.subjectRenameFormat);
    }

    /** Without the config. */
    @Override
    public String toString() {
        return "Exporter[" + name + ", " + contextType + context + ", subjects=" + subjects + ", subjectRenameFormat="
                + subjectRenameFormat + "]";
    }
}
