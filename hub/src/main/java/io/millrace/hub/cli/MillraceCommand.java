package io.millrace.hub.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The root of the command tree, and how an error becomes one line and an exit code. */
@Command(
        name = "millrace",
        description = "One hub for streams of data: a commit log, a connector runtime and a schema registry.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Version.class)
public final class MillraceCommand implements Runnable {

    @SuppressWarnings("UnusedVariable") // picocli acts on it by itself
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    private boolean helpRequested;

    @SuppressWarnings("UnusedVariable") // picocli acts on it by itself
    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    private boolean versionRequested;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    /** Runs the command line and returns the exit code: 0 done, 1 failed, 2 called wrongly. */
    public static int run(String... arguments) {
        return commandLine(arguments)
                .setExecutionExceptionHandler(MillraceCommand::report)
                .setUsageHelpAutoWidth(true)
                .execute(arguments);
    }

    /** What reads the arguments. */
    static CommandLine commandLine(String... arguments) {
        CommandLine commandLine = new CommandLine(new MillraceCommand());
        Subcommands.add(commandLine, arguments);
        return commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static int report(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        return Failures.report(failure, command.getErr());
    }
}
