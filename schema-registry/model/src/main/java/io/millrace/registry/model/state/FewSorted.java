package io.millrace.registry.model.state;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** A sorted set of what there is hardly ever more than one of: that one takes a fifth of the memory of a tree. */
final class FewSorted<T extends Comparable<T>> {
    /** Null while there are none, or several. */
    private T only;
    /** Null until there were several. */
    private TreeSet<T> several;

    void add(T value) {
        if (several != null) {
            several.add(value);
        } else if (only == null) {
            only = value;
        } else if (!only.equals(value)) {
            several = new TreeSet<>(Set.of(only, value));
            only = null;
        }
    }

    void remove(T value) {
        if (several != null) {
            several.remove(value);
        } else if (value.equals(only)) {
            only = null;
        }
    }

    boolean isEmpty() {
        return only == null && (several == null || several.isEmpty());
    }

    /** The lowest of them, of which there must be one. */
    T first() {
        return only != null ? only : several.first();
    }

    /** The lowest first; to be read before the next change. */
    Set<T> all() {
        if (several != null) {
            return Collections.unmodifiableSortedSet(several);
        }
        return only == null ? Set.of() : Set.of(only);
    }
}
