package io.millrace.hub.demo;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How far the pipelines are, asked of the places that they write to, so that it is true whoever is dead just now.
 *
 * @param recordsApplied records that the warehouse holds, by the offsets that it committed with them
 * @param lag how old the newest state of the shop is that the warehouse shows, or null before the first row
 * @param files committed files
 * @param recordsInFiles offsets that these cover
 */
record Progress(long recordsApplied, Duration lag, long files, long recordsInFiles) {

    static Progress measure(Connection warehouse, Path files) throws SQLException {
        long applied = 0;
        Duration lag = null;
        try (Statement statement = warehouse.createStatement()) {
            if (exists(statement, "millrace_sink_offsets")) {
                try (ResultSet rows =
                        statement.executeQuery("SELECT coalesce(sum(next_offset), 0) FROM millrace_sink_offsets")) {
                    rows.next();
                    applied = rows.getLong(1);
                }
            }
            if (exists(statement, "pulse")) {
                try (ResultSet rows = statement.executeQuery("SELECT at FROM pulse")) {
                    lag = rows.next() ? Duration.between(rows.getTimestamp(1).toInstant(), Instant.now()) : null;
                }
            }
        }
        List<FileName> committed = FileName.below(files);
        long records = committed.stream()
                .mapToLong(file -> file.lastOffset() - file.firstOffset() + 1)
                .sum();
        return new Progress(applied, lag, committed.size(), records);
    }

    private static boolean exists(Statement statement, String table) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT to_regclass('" + table + "') IS NOT NULL")) {
            rows.next();
            return rows.getBoolean(1);
        }
    }
}
