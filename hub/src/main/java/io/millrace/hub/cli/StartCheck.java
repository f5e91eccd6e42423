package io.millrace.hub.cli;

import io.millrace.hub.client.CommandException;
import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * {@code millrace check start ...}: whether a start with these arguments would begin to start servers. The script asks it
 * before it takes the time to write an archive for one. What the servers themselves think of their keys it does not say.
 */
public final class StartCheck {

    private static final String NAME = "check";

    private StartCheck() {}

    /** Whether these are the arguments of a check. */
    public static boolean isAsked(String... arguments) {
        return arguments.length > 0 && arguments[0].equals(NAME);
    }

    /** The exit code: 0 if servers would be started; else the reason is told, unless it is that somebody asks for help. */
    public static int run(PrintStream err, String... arguments) {
        String[] checked = List.of(arguments).subList(1, arguments.length).toArray(new String[0]);
        try {
            return startsServers(checked) ? 0 : Failures.FAILED;
        } catch (ParameterException | CommandException e) {
            err.println("millrace: " + e.getMessage());
            return Failures.FAILED;
        }
    }

    private static boolean startsServers(String... arguments) {
        CommandLine.ParseResult parsed = MillraceCommand.commandLine(arguments).parseArgs(arguments);
        List<CommandLine> called = parsed.asCommandLineList();
        boolean isForHelp =
                called.stream().anyMatch(each -> each.isUsageHelpRequested() || each.isVersionHelpRequested());
        if (isForHelp || !(called.get(called.size() - 1).getCommand() instanceof StartCommand start)) {
            return false;
        }
        // What can be read once only, such as a pipe, is the start's own.
        if (start.hasReadableTwice()) {
            start.readConfig();
        }
        return true;
    }
}
