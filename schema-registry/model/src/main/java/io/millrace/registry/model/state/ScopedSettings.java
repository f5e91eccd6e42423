package io.millrace.registry.model.state;

import io.millrace.registry.model.SubjectName;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is set for scopes by their names, of one kind of setting.
 *
 * @param <V> a setting
 */
final class ScopedSettings<V> {
    private final Map<String, V> byScope = new TreeMap<>();

    /** Nothing is no setting. */
    void put(String scope, Optional<V> setting) {
        setting.ifPresentOrElse(value -> byScope.put(scope, value), () -> byScope.remove(scope));
    }

    Optional<V> find(String scope) {
        return Optional.ofNullable(byScope.get(scope));
    }

    Map<String, V> all() {
        return Collections.unmodifiableMap(byScope);
    }

    /** The scopes inside a context, that of the context itself too, which have a setting. */
    List<String> scopesIn(String context) {
        return byScope.keySet().stream()
                .filter(scope -> SubjectName.contextOf(scope).equals(context))
                .toList();
    }
}
