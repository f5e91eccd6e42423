package io.millrace.connectors.cdc;

import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.connection.PostgresConnection;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.RetriableException;

/** Looks rows up over a connection of its own, which is made when it is first needed. */
final class PostgresSourceRows implements SourceRows {

    private static final String UNDEFINED_TABLE = "42P01";
    private static final List<String> NOT_COMPARABLE = List.of("22", "42");

    private final PostgresConnection connection;

    PostgresSourceRows(PostgresConnectorConfig config) {
        this.connection = new PostgresConnection(config.getJdbcConfig(), PostgresConnection.CONNECTION_GENERAL);
    }

    @Override
    public long currentPosition() {
        try {
            return connection.currentXLogLocation();
        } catch (SQLException e) {
            throw new RetriableException("The end of the write-ahead log cannot be read", e);
        }
    }

    @Override
    public boolean isGone(String schema, String table, Struct key) {
        List<Field> fields = key.schema().fields();
        if (!fields.stream().allMatch(field -> isWrittenAsInSql(field.schema()))) {
            return false;
        }
        try {
            return !connection.prepareQueryAndMap(
                    query(schema, table, fields),
                    statement -> {
                        for (int i = 0; i < fields.size(); i++) {
                            // Without a type the server takes the text for what the column is, and finds the index.
                            statement.setObject(i + 1, String.valueOf(key.get(fields.get(i))), Types.OTHER);
                        }
                    },
                    java.sql.ResultSet::next);
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            if (state.equals(UNDEFINED_TABLE)) {
                return true;
            }
            if (NOT_COMPARABLE.stream().anyMatch(state::startsWith)) {
                return false;
            }
            throw new RetriableException("A row of " + schema + "." + table + " cannot be looked up", e);
        }
    }

    @Override
    public void close() {
        connection.close();
    }

    /** Dates, for example, arrive as numbers of days, which SQL does not read. */
    private static boolean isWrittenAsInSql(Schema schema) {
        return switch (schema.type()) {
            case STRING -> true;
            case INT8, INT16, INT32, INT64, BOOLEAN -> schema.name() == null;
            case FLOAT32, FLOAT64, BYTES, ARRAY, MAP, STRUCT -> false;
        };
    }

    private static String query(String schema, String table, List<Field> fields) {
        return "SELECT 1 FROM " + quoted(schema) + "." + quoted(table) + " WHERE "
                + fields.stream().map(field -> quoted(field.name()) + " = ?").collect(Collectors.joining(" AND "))
                + " LIMIT 1";
    }

    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
