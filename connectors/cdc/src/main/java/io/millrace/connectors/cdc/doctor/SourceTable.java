package io.millrace.connectors.cdc.doctor;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A table of the source as far as change capture cares.
 *
 * @param replicaIdentity PostgreSQL's letter: d(efault), f(ull), i(ndex), n(othing)
 * @param toastedColumns columns whose values may be stored out of line, and are then missing from an update
 */
record SourceTable(
        String schema,
        String table,
        boolean hasPrimaryKey,
        char replicaIdentity,
        List<String> toastedColumns,
        boolean ownedByUser,
        boolean readableByUser) {

    /** varchar(n) up to this length fits into a row's page in any case and is never moved out of line. */
    private static final int LONGEST_INLINE_VARCHAR = 400;

    private static final String QUERY = """
            SELECT n.nspname AS schema, c.relname AS table,
                   EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary) AS keyed,
                   c.relreplident AS identity,
                   pg_has_role(c.relowner, 'USAGE') AS owned,
                   has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AS readable,
                   (SELECT string_agg(a.attname, ',' ORDER BY a.attnum) FROM pg_attribute a
                     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attlen = -1
                       AND a.attstorage IN ('x', 'e') AND a.atttypid NOT IN ('numeric'::regtype, 'inet'::regtype)
                       AND NOT (a.atttypid = 'varchar'::regtype AND a.atttypmod BETWEEN 0 AND %d)) AS toasted
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('r', 'p') AND c.relpersistence = 'p'
               AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_'
             ORDER BY 1, 2""".formatted(LONGEST_INLINE_VARCHAR);

    static List<SourceTable> all(Examination examination) throws SQLException {
        List<SourceTable> tables = new ArrayList<>();
        for (Map<String, String> row : examination.rows(QUERY)) {
            String toasted = row.get("toasted");
            tables.add(new SourceTable(
                    row.get("schema"),
                    row.get("table"),
                    "t".equals(row.get("keyed")),
                    row.get("identity").charAt(0),
                    toasted == null ? List.of() : Arrays.asList(toasted.split(",")),
                    "t".equals(row.get("owned")),
                    "t".equals(row.get("readable"))));
        }
        return tables;
    }

    /** {@code schema.table}, as in the include lists. */
    String name() {
        return schema + "." + table;
    }

    /** The name as SQL. */
    String quoted() {
        return quote(schema) + "." + quote(table);
    }

    static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** Whether an update or delete tells which row it concerns; without it PostgreSQL refuses them once published. */
    boolean identifiesRows() {
        return switch (replicaIdentity) {
            case 'f', 'i' -> true;
            case 'd' -> hasPrimaryKey;
            default -> false;
        };
    }
}
