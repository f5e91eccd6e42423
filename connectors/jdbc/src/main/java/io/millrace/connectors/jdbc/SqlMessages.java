package io.millrace.connectors.jdbc;

import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What the server said about a failure, in one line, with the column when it can be told. */
final class SqlMessages {
    // COPY tells where it stopped: "COPY millrace_stage_1, line 1, column amount: "..."".
    private static final Pattern COPY_COLUMN = Pattern.compile("line \\d+, column ([^:]+)(?::|$)");

    private SqlMessages() {}

    static String describe(SQLException error) {
        ServerErrorMessage server = serverMessage(error);
        if (server == null) {
            return firstLine(error.getMessage()) + state(error);
        }
        String column = column(server);
        StringBuilder text = new StringBuilder();
        if (column != null) {
            text.append("column \"").append(column).append("\": ");
        }
        text.append(server.getMessage());
        if (server.getDetail() != null) {
            text.append(" (").append(server.getDetail()).append(')');
        }
        return text.append(state(error)).toString();
    }

    private static String column(ServerErrorMessage server) {
        if (server.getColumn() != null) {
            return server.getColumn();
        }
        if (server.getWhere() == null) {
            return null;
        }
        Matcher matcher = COPY_COLUMN.matcher(server.getWhere());
        return matcher.find() ? matcher.group(1) : null;
    }

    private static ServerErrorMessage serverMessage(SQLException error) {
        SQLException at = error;
        for (int depth = 0; at != null && depth < 10; depth++) {
            if (at instanceof PSQLException postgres && postgres.getServerErrorMessage() != null) {
                return postgres.getServerErrorMessage();
            }
            if (at.getCause() instanceof PSQLException cause && cause.getServerErrorMessage() != null) {
                return cause.getServerErrorMessage();
            }
            at = at.getNextException();
        }
        return null;
    }

    private static String firstLine(String message) {
        if (message == null) {
            return "no message";
        }
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    private static String state(SQLException error) {
        return error.getSQLState() == null ? "" : " [SQLState " + error.getSQLState() + "]";
    }
}
