package io.millrace.hub;

import io.millrace.hub.cli.MillraceCommand;

/** The entry point of {@code bin/millrace}. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(MillraceCommand.run(arguments));
    }
}
