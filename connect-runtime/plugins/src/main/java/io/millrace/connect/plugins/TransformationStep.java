package io.millrace.connect.plugins;

import java.util.Optional;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/** One transformation of a chain, with the predicate that decides which records it sees. */
public final class TransformationStep implements AutoCloseable {
    private final String name;
    private final PluginHandle<? extends Transformation<?>> transformation;
    private final Optional<Condition> predicate;
    private final boolean negate;

    /** A predicate with the alias that the connector gives it. */
    public record Condition(String alias, PluginHandle<? extends Predicate<?>> predicate) {}

    TransformationStep(
            String name,
            PluginHandle<? extends Transformation<?>> transformation,
            Optional<Condition> predicate,
            boolean negate) {
        this.name = name;
        this.transformation = transformation;
        this.predicate = predicate;
        this.negate = negate;
    }

    /** The alias in {@code transforms}. */
    public String name() {
        return name;
    }

    public PluginHandle<? extends Transformation<?>> transformation() {
        return transformation;
    }

    /** What decides which records the transformation sees; empty where it sees all. */
    public Optional<Condition> predicate() {
        return predicate;
    }

    /** The transformation's class, for error reports. */
    public Class<?> transformationClass() {
        return transformation.instance().getClass();
    }

    /** The transformed record, the same record where the predicate says so, or null for a dropped one. */
    @SuppressWarnings("unchecked")
    public <R extends ConnectRecord<R>> R apply(R record) {
        if (predicate.isPresent()) {
            boolean matches = predicate.get().predicate().call(instance -> ((Predicate<R>) instance).test(record));
            if (matches == negate) {
                return record;
            }
        }
        return transformation.call(instance -> ((Transformation<R>) instance).apply(record));
    }

    @Override
    public void close() {
        try (transformation) {
            transformation.run(Transformation::close);
        } finally {
            predicate.ifPresent(TransformationStep::close);
        }
    }

    private static void close(Condition condition) {
        try (var predicate = condition.predicate()) {
            predicate.run(Predicate::close);
        }
    }
}
