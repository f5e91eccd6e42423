package io.millrace.registry.model.exporter;

import io.millrace.registry.model.SubjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which subjects an exporter takes: {@code orders-value} and {@code :.c:orders-value} are one each, {@code orders*} and
 * {@code :.c:orders*} all whose names begin so, {@code *} the whole default context, {@code .c}, {@code :.c:} and
 * {@code :.c:*} another one, {@code :*:} all contexts.
 */
public final class SubjectSelection {
    private static final String ALL_CONTEXTS = ":*:";
    private static final String WILDCARD = "*";

    private final List<Entry> entries;

    /** Of one context, or of all, one name or all with this beginning. */
    private record Entry(Optional<String> context, String name, boolean whole) {
        boolean matches(SubjectName subject) {
            return context.filter(own -> !own.equals(subject.context())).isEmpty()
                    && (whole ? subject.name().equals(name) : subject.name().startsWith(name));
        }
    }

    private SubjectSelection(List<Entry> entries) {
        this.entries = entries;
    }

    /** Reads what is written; empty if one of them cannot mean a subject. */
    public static Optional<SubjectSelection> of(List<String> written) {
        List<Entry> entries = new ArrayList<>();
        for (String each : written) {
            if (each.isBlank() || !isReadable(each)) {
                return Optional.empty();
            }
            entries.add(entry(each));
        }
        return entries.isEmpty() ? Optional.empty() : Optional.of(new SubjectSelection(entries));
    }

    /** A star stands for all contexts, or at the end for the rest of a name. */
    private static boolean isReadable(String written) {
        String name = written.startsWith(ALL_CONTEXTS) ? written.substring(ALL_CONTEXTS.length()) : written;
        int star = name.indexOf('*');
        return star < 0 || star == name.length() - 1;
    }

    private static Entry entry(String written) {
        if (written.startsWith(ALL_CONTEXTS)) {
            return entry(Optional.empty(), written.substring(ALL_CONTEXTS.length()));
        }
        SubjectName name = written.startsWith(".") ? new SubjectName(written, "") : SubjectName.parse(written);
        return entry(Optional.of(name.context()), name.name());
    }

    private static Entry entry(Optional<String> context, String name) {
        if (name.endsWith(WILDCARD)) {
            return new Entry(context, name.substring(0, name.length() - 1), false);
        }
        return new Entry(context, name, !name.isEmpty());
    }

    /** Whether a subject, by its stored name, is taken. */
    public boolean matches(String qualified) {
        SubjectName subject = SubjectName.parse(qualified);
        return !subject.isContext() && entries.stream().anyMatch(each -> each.matches(subject));
    }

    /** Whether all contexts are looked at, those that are made later too. */
    boolean isEverywhere() {
        return entries.stream().anyMatch(each -> each.context().isEmpty());
    }

    /** The contexts that are looked at, if it is not all of them. */
    Set<String> contexts() {
        Set<String> contexts = new TreeSet<>();
        entries.forEach(each -> each.context().ifPresent(contexts::add));
        return contexts;
    }
}
