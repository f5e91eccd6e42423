package io.millrace.registry.model.exporter;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What there is under each name: the fold of its records.
 *
 * @param <V> what a name stands for
 */
public final class NamedTable<V> {
    private final NavigableMap<String, V> values = new TreeMap<>();

    /**
     * What a name stands for from now on.
     *
     * @param <V> what a name stands for
     * @param value empty if nothing any more
     */
    public record Written<V>(String name, Optional<V> value) {}

    /** Changes the table. */
    public void apply(Written<V> written) {
        written.value()
                .ifPresentOrElse(value -> values.put(written.name(), value), () -> values.remove(written.name()));
    }

    public Optional<V> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** In order. */
    public List<String> names() {
        return List.copyOf(values.keySet());
    }

    /** In the order of their names. */
    public List<V> all() {
        return List.copyOf(values.values());
    }
}
