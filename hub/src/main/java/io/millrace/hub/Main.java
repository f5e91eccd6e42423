package io.millrace.hub;

import io.millrace.hub.cli.MillraceCommand;
import io.millrace.hub.cli.PlainStart;
import io.millrace.hub.cli.StartCheck;
import io.millrace.hub.logging.HubLogging;

/** The entry point of {@code bin/millrace}. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        HubLogging.choose();
        System.exit(
                StartCheck.isAsked(arguments)
                        ? StartCheck.run(System.err, arguments)
                        : PlainStart.of(arguments)
                                .map(PlainStart::run)
                                .orElseGet(() -> MillraceCommand.run(arguments)));
    }
}
