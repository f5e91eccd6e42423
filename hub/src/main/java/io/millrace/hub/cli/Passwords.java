package io.millrace.hub.cli;

import io.millrace.hub.client.CommandException;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Passwords from where no other process and no history sees them. */
final class Passwords {

    private Passwords() {}

    /** Typed in unseen, or the first line of what is piped in. */
    @SuppressWarnings("SystemConsoleNull") // Only Java 22 can ask a console whether it is a terminal.
    static char[] read(String prompt) {
        Console console = System.console();
        if (console != null) {
            char[] typed = console.readPassword("%s: ", prompt);
            return typed == null ? new char[0] : typed;
        }
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return line == null ? new char[0] : line.toCharArray();
        } catch (IOException e) {
            throw new CommandException("the password cannot be read", e);
        }
    }
}
