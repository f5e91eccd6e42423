package io.millrace.hub.demo;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;

/**
 * What a table holds, in three numbers that do not depend on the order of its rows.
 *
 * @param rows the number of rows
 * @param sum the sum of a hash of each row
 * @param xor the exclusive or of another hash of each row
 */
record Checksum(long rows, String sum, String xor) {

    /** One spelling for every value, whatever the defaults of the database are. */
    private static final String SPELLING = """
            SET timezone = 'UTC'; SET datestyle = 'ISO'; SET intervalstyle = 'iso_8601'; SET extra_float_digits = 3;
            SET bytea_output = 'hex'""";

    /** The same SQL text for source, warehouse and files, so that only the rows can differ. */
    static Checksum of(Connection connection, String schema, String table) throws SQLException {
        List<String> columns = List.copyOf(ShopTables.columns(table).keySet());
        String row = "ROW(" + String.join(", ", columns) + ")::text";
        String sql = "SELECT count(*), coalesce(sum(hashtextextended(" + row + ", 0)::numeric), 0),"
                + " coalesce(bit_xor(hashtextextended(" + row + ", 7)), 0) FROM " + schema + "." + table;
        try (Statement statement = connection.createStatement()) {
            statement.execute(SPELLING);
            try (ResultSet result = statement.executeQuery(sql)) {
                result.next();
                return new Checksum(result.getLong(1), result.getString(2), result.getString(3));
            }
        }
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%,d rows %016x", rows, new BigInteger(sum).longValue() * 31 + Long.parseLong(xor));
    }
}
