package io.millrace.registry.model.schema;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The kinds of schemas that a registry knows, in the order in which they are listed. Immutable. */
public final class SchemaKinds {
    private final Map<String, SchemaKind<?>> byType = new LinkedHashMap<>();

    public SchemaKinds(List<? extends SchemaKind<?>> kinds) {
        for (SchemaKind<?> kind : kinds) {
            if (byType.put(kind.type(), kind) != null) {
                throw new IllegalArgumentException("two kinds of schemas are called " + kind.type());
            }
        }
    }

    /** The same kinds, each in another form of it. */
    public SchemaKinds each(Function<SchemaKind<?>, SchemaKind<?>> form) {
        return new SchemaKinds(byType.values().stream().map(form).toList());
    }

    /** The names of all kinds. */
    public List<String> types() {
        return List.copyOf(byType.keySet());
    }

    /** Finds a kind by its name as {@code schemaType} carries it, in exactly this spelling. */
    public Decision<SchemaKind<?>> find(String type) {
        SchemaKind<?> kind = byType.get(type);
        if (kind == null) {
            return Decision.refuse(
                    RegistryErrorCode.INVALID_SCHEMA,
                    "Invalid schema: its type " + type + " is unknown; this registry knows "
                            + String.join(", ", byType.keySet()));
        }
        return Decision.accept(kind);
    }
}
