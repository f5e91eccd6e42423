package io.millrace.hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.hub.client.CommandException;
import io.millrace.hub.client.HttpApi;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace connector offsets}. */
@Command(
        name = "offsets",
        description = "Shows where a connector is and what changed that, or puts it elsewhere while it is stopped.")
final class OffsetsCommand implements Callable<Integer> {

    private static final Pattern MILLIS = Pattern.compile("[0-9]{1,18}");

    @Mixin
    private ConnectAddress connect;

    @Mixin
    private Output output;

    @Parameters(paramLabel = "NAME")
    private String name;

    @ArgGroup
    private Wish wish = new Wish();

    @Option(names = "--dry-run", description = "With --rollback or --reset-to: show what would change, change nothing.")
    private boolean dryRun;

    /** At most one of them. */
    private static final class Wish {
        @Option(names = "--history", description = "Show the changes of the offsets, the newest first.")
        private boolean history;

        @Option(
                names = "--rollback",
                paramLabel = "ID",
                description = "Make the offsets what they were before this change of the history.")
        private Long rollback;

        @Option(
                names = "--reset-to",
                paramLabel = "TIME",
                description = "Put a sink to a time such as 2026-11-01T00:00:00Z, milliseconds since 1970, earliest or"
                        + " latest.")
        private String resetTo;
    }

    @Override
    public Integer call() {
        String offsets = "/connectors/" + HttpApi.segment(name) + "/offsets";
        OffsetTables tables = new OffsetTables(output);
        if (wish.rollback != null) {
            tables.changes(change(offsets + "/rollback", Map.of("to", wish.rollback)), dryRun);
        } else if (wish.resetTo != null) {
            tables.changes(change(offsets + "/reset", Map.of("timestamp", time(wish.resetTo))), dryRun);
        } else if (dryRun) {
            throw new CommandException("--dry-run goes with --rollback ID or --reset-to TIME");
        } else if (wish.history) {
            tables.history(connect.api().get(offsets + "/history"));
        } else {
            tables.offsets(connect.api().get(offsets));
        }
        return 0;
    }

    private JsonNode change(String path, Map<String, Object> body) {
        return connect.api().post(path + "?dryRun=" + dryRun, body);
    }

    /** The worker takes milliseconds as a number only. */
    private static Object time(String text) {
        if (MILLIS.matcher(text).matches()) {
            return Long.valueOf(text);
        }
        return text;
    }
}
