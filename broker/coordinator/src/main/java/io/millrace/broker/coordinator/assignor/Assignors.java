package io.millrace.broker.coordinator.assignor;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The assignors by the names that members and operators use. */
public final class Assignors {
    private static final Map<String, PartitionAssignor> BY_NAME =
            Map.of("uniform", new UniformAssignor(), "range", new RangeAssignor());

    private Assignors() {}

    public static Set<String> names() {
        return BY_NAME.keySet();
    }

    public static Optional<PartitionAssignor> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}
