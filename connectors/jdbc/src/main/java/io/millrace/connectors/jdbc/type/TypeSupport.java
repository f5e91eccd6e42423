package io.millrace.connectors.jdbc.type;

import java.util.Set;

/** Says whether the target knows a type, which for those of extensions depends on the database. */
@FunctionalInterface
public interface TypeSupport {
    /** The types that a database may lack. */
    Set<String> OPTIONAL_TYPES = Set.of("citext", "geography", "geometry", "hstore", "ltree");

    /** Whether columns of this type can be made. */
    boolean exists(String typeName);
}
